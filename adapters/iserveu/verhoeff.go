package iserveu

// verhoeff says whether the last digit is right by Verhoeff's dihedral scheme,
// which Aadhaar numbers use. Every byte must be a digit.
func verhoeff(number string) bool {
	check := 0
	for i := range len(number) {
		digit := int(number[len(number)-1-i] - '0')
		check = dihedral(check, permuted(digit, i%8))
	}
	return check == 0
}

// dihedral multiplies in the group D5: 0 to 4 are rotations, 5 to 9
// reflections.
func dihedral(a, b int) int {
	switch {
	case a < 5 && b < 5:
		return (a + b) % 5
	case a < 5:
		return 5 + (a+b-5)%5
	case b < 5:
		return 5 + (a-5-b+5)%5
	default:
		return (a - b + 5) % 5
	}
}

// permuted applies Verhoeff's permutation of the digits n times.
func permuted(digit, n int) int {
	permutation := [10]int{1, 5, 7, 6, 2, 8, 3, 0, 9, 4}
	for range n {
		digit = permutation[digit]
	}
	return digit
}
