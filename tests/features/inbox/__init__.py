"""Mail that came, from real servers, real folders, and servers that say what a test wants."""
