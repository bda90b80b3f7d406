package omnumi

import (
	"encoding/hex"
	"strings"

	"canongate/canonical"

	"golang.org/x/crypto/sha3"
)

// checkWallet notes an address that the vendor cannot have meant; empty is fine.
func checkWallet(c *canonical.Check, pointer string, address canonical.Personal, s Settings) {
	if pattern, err := s.walletPattern(); address == "" || s.WalletPattern != "" && err == nil && pattern.MatchString(trim(address)) {
		return
	}
	if detail := walletProblem(trim(address)); detail != "" {
		c.Invalid(pointer, detail)
	}
}

// walletProblem says what is wrong with a wallet's address; "" when nothing is.
// The vendor shows 0x with 32 and with 40 hexadecimal digits (OMN-15); 40 are an
// EVM address, whose letters carry a checksum when they come in both cases.
func walletProblem(address string) string {
	digits, found := strings.CutPrefix(address, "0x")
	switch {
	case !found || !isHex(digits) || len(digits) != 32 && len(digits) != 40:
		return "must be 0x and 32 or 40 hexadecimal digits"
	case len(digits) == 40 && mixedCase(digits) && digits != checksummed(digits):
		return "has a wrong EIP-55 checksum: check the letters, or write all in one case"
	}
	return ""
}

func mixedCase(digits string) bool {
	return strings.ToLower(digits) != digits && strings.ToUpper(digits) != digits
}

// checksummed gives the letters of an EVM address the case of EIP-55: upper where
// the Keccak-256 of the address has 8 or more.
func checksummed(digits string) string {
	address := []byte(strings.ToLower(digits))
	hash := sha3.NewLegacyKeccak256()
	hash.Write(address)
	nibbles := hex.EncodeToString(hash.Sum(nil))
	for i, c := range address {
		if c >= 'a' && nibbles[i] >= '8' {
			address[i] = c - 'a' + 'A'
		}
	}
	return string(address)
}
