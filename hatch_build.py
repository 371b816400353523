"""The project's addresses, each made of the one owner that pyproject.toml names."""

from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface


class Addresses(MetadataHookInterface):
    """Tells where the project is found."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Add the addresses to the metadata."""
        home = f"https://github.com/{self.config['owner']}/fuyu"
        metadata["urls"] = {
            "Homepage": home,
            "Documentation": f"https://{self.config['owner']}.github.io/fuyu/",
            "Changelog": f"{home}/blob/main/CHANGELOG.md",
            "Issues": f"{home}/issues",
            "Source": home,
        }
