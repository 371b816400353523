"""What a team is: its server, its members' books, and what passes between them."""
