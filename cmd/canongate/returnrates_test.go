package main

import (
	"encoding/json"
	"net/http"
	"os"
	"strings"
	"testing"
)

// TestReturnRatesCountWhatTheConnectionSays takes R01 for unauthorized by a reload.
func TestReturnRatesCountWhatTheConnectionSays(t *testing.T) {
	t.Parallel()
	r := start(t)
	r.lose(t, r.payerAt(t, "omnumi-us"), "back", returnedAtOnce)
	r.importHistory(t)
	unauthorized := func(returns int, gauge string) {
		t.Helper()
		_, body := r.operate(t, http.MethodGet, "/admin/v1/reports/returns", "")
		var report struct {
			Data []struct {
				Rates []struct {
					Name    string
					Returns int
				}
			}
		}
		must(t, json.Unmarshal([]byte(body), &report))
		if len(report.Data) != 1 || report.Data[0].Rates[0].Name != "unauthorized" || report.Data[0].Rates[0].Returns != returns {
			t.Errorf("report, want %d: %s", returns, body)
		}
		_, _, metrics := call(t, http.MethodGet, r.admin+"/metrics", "")
		if line := `canongate_return_rate_of_limit{connection="omnumi-us",rate="unauthorized"} ` + gauge + "\n"; !strings.Contains(string(metrics), line) {
			t.Errorf("/metrics has no %s", line)
		}
	}
	unauthorized(0, "0")
	text, err := os.ReadFile(r.file)
	must(t, err)
	r.write(t, strings.Replace(string(text), "      company_ids:", "      return_rates: {unauthorized: [R01, R10]}\n      company_ids:", 1))
	if status, told := r.operate(t, http.MethodPost, "/admin/v1/config/reload", ""); status != http.StatusOK {
		t.Fatalf("reload: %d %s", status, told)
	}
	unauthorized(1, "200") // of one debit, where 50 in 10,000 are the limit
}
