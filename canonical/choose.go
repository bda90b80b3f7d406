package canonical

// Others are the pointers of a list's elements but the one that a vendor keeps;
// of all when kept is negative.
func Others(pointer string, count, kept int) (others []string) {
	for i := range count {
		if i != kept {
			others = append(others, Element(pointer, i))
		}
	}
	return others
}

// Choose gives the index of the element that a vendor's one place takes: the one
// marked primary if it suits the place, else the first that suits, else the first;
// -1 of an empty list.
func Choose[T any](list []T, primary, suits func(T) bool) int {
	chosen := -1
	for i, e := range list {
		switch {
		case suits(e) && primary(e):
			return i
		case chosen < 0 || suits(e) && !suits(list[chosen]):
			chosen = i
		}
	}
	return chosen
}

// ChooseEmail is Choose for a place that takes any mail address.
func ChooseEmail(list []Email) int {
	return Choose(list, func(e Email) bool { return e.Primary }, func(Email) bool { return true })
}

// ChooseMobile is Choose for a place that takes a mobile number; a phone without a
// type may be one.
func ChooseMobile(list []Phone) int {
	return Choose(list, func(p Phone) bool { return p.Primary }, Phone.MayBeMobile)
}

// MayBeMobile says whether the caller calls the phone a mobile one, or nothing.
func (p Phone) MayBeMobile() bool { return p.Type == "" || p.Type == PhoneMobile }

// ChooseAddress is Choose for a place that takes an address of any type.
func ChooseAddress(list []Address) int {
	return Choose(list, func(a Address) bool { return a.Primary }, func(Address) bool { return true })
}

// ChooseIdentifier is Choose for a place that takes identifiers of some types.
func ChooseIdentifier(list []Identifier, suits func(kind string) bool) int {
	return Choose(list, func(id Identifier) bool { return id.Primary }, func(id Identifier) bool { return suits(id.Type) })
}
