"""Files as nobody would write them: what reads cards must take whatever comes."""
