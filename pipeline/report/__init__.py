"""What is made of the tables for people and other programs: differences, exports, the dossier."""
