"""What keeps the project in order: pages and schemas made from the sources, demonstration, wheel."""
