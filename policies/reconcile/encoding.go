package reconcile

// high are the characters of windows-1252 from 0x80 to 0x9f; blank where it has none.
var high = []rune("€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ")

// Windows1252 is the character that a byte stands for. Of a byte above 0x9f it is
// that of Latin-1.
func Windows1252(b byte) rune {
	if b >= 0x80 && b < 0xa0 {
		return high[b-0x80]
	}
	return rune(b)
}
