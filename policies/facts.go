package policies

// RequestFacts are the members of `request` in an expression. Each is a code
// from a closed or public list; an absent one is "".
type RequestFacts struct {
	AccountType        string `expr:"account_type"`
	AgreementKind      string `expr:"agreement_kind"`
	AssetSymbol        string `expr:"asset_symbol"`
	CountryOfResidence string `expr:"country_of_residence"`
	Direction          string `expr:"direction"`
	IdentifierType     string `expr:"identifier_type"`
	LinkMethod         string `expr:"link_method"`
	Nationality        string `expr:"nationality"`
	Phase              string `expr:"phase"`
	Purpose            string `expr:"purpose"`
	Rail               string `expr:"rail"`
	ResidencyCode      string `expr:"residency_code"`
	Role               string `expr:"role"`
	SECCode            string `expr:"sec_code"`
	TemplateType       string `expr:"template_type"`
}
