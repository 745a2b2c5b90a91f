"""How diacritics are restored: tokens, statistics, lattice, misreadings. The door is ``vietnamese.restoring``."""
