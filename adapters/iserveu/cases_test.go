package iserveu_test

import (
	"testing"

	"canongate/canonical"
)

func TestCaseIServeUWordsInsideWords(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]canonical.Code{
		`"java.net.UnknownHostException: hostname could not be resolved"`: canonical.VendorRejected,
		`"Service is temporarily down, renamed"`:                          canonical.VendorRejected,
		`"Transaction is pending, tournament"`:                            canonical.VendorRejected,
		`"Potpourri, invalid"`:                                            canonical.VendorRejected,
		`"The epochal change"`:                                            canonical.VendorRejected,
		`"Undecryptable"`:                                                 canonical.VendorRejected,
		`"Compass keyboard"`:                                              canonical.VendorRejected,
		`"Name must not be empty"`:                                        canonical.ValidationFailed,
		`["Something else","name is wrong"]`:                              canonical.ValidationFailed,
		`{"name":"x"}`:                                                    canonical.VendorRejected,
	} {
		a, _ := vendor(t, plainSettings, said(`"status":"FAILED","statusCode":"-1","statusDesc":`+text))
		_, err := lookup(t, a)
		if e := canonical.AsError(err); e.Code != want || len(e.Fields) > 0 != (want == canonical.ValidationFailed) {
			t.Errorf("%s: %s, fields %v; want %s", text, e.Code, e.Fields, want)
		}
	}
}
