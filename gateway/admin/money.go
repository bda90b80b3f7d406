package admin

import (
	"net/http"

	"canongate/gateway/auth"
	"canongate/policies/imports"
	"canongate/policies/journal"
	"canongate/policies/reconcile"
)

// Money is what operators take payments to their end with.
type Money struct {
	Journal *journal.Journal
	Imports *imports.Engine
	// RateClasses are the return codes that a connection's rates count; nil: Nacha's.
	RateClasses func(connection string) reconcile.RateClasses
}

func (m *Money) rateClasses(connection string) reconcile.RateClasses {
	if m.RateClasses == nil {
		return reconcile.RateClasses{}
	}
	return m.RateClasses(connection)
}

// moneyRoutes are those of reconciliation.
func (s *server) moneyRoutes() []route {
	const get, post = http.MethodGet, http.MethodPost
	all := []route{
		{method: get, path: "/admin/v1/imports", do: s.listImports},
		{method: post, path: "/admin/v1/imports", action: "import.take", do: s.takeImport},
		{method: get, path: "/admin/v1/imports/{id}", do: s.getImport},
		{method: get, path: "/admin/v1/imports/{id}/entries", do: s.listImportEntries},
		{method: post, path: "/admin/v1/imports/{id}/apply", action: "import.apply", do: s.applyImport},
		{method: post, path: "/admin/v1/imports/{id}/withdraw", action: "import.withdraw", do: s.withdrawImport},
		{method: get, path: "/admin/v1/proposals", do: s.listProposals},
		{method: post, path: "/admin/v1/proposals/{id}/accept", action: "proposal.accept", do: s.acceptProposal},
		{method: post, path: "/admin/v1/proposals/{id}/reject", action: "proposal.reject", do: s.rejectProposal},
		{method: get, path: "/admin/v1/resolutions", do: s.listResolutions},
		{method: post, path: "/admin/v1/resolutions", action: "resolution.create", do: s.createResolution},
		{method: get, path: "/admin/v1/resolutions/{id}", do: s.getResolution},
		{method: post, path: "/admin/v1/resolutions/{id}/approve", role: auth.RoleApprover, action: "resolution.approve", do: s.approveResolution},
		{method: post, path: "/admin/v1/resolutions/{id}/reject", role: auth.RoleApprover, action: "resolution.reject", do: s.rejectResolution},
		{method: post, path: "/admin/v1/payments/{id}/correct", action: "payment.correct", do: s.correctPayment},
		{method: get, path: "/admin/v1/journal", do: s.getJournal},
		{method: post, path: "/admin/v1/journal/accept", action: "journal.accept", do: s.acceptRestore},
		{method: post, path: "/admin/v1/journal/unfence", action: "journal.unfence", do: s.unfence},
		{method: get, path: "/admin/v1/exceptions", do: s.listExceptions},
		{method: post, path: "/admin/v1/exceptions/{id}/close", action: "exception.close", do: s.closeException},
		{method: get, path: "/admin/v1/corrections", do: s.listCorrections},
		{method: post, path: "/admin/v1/corrections/{id}/applied", action: "correction.applied", do: s.correctionApplied},
		{method: get, path: "/admin/v1/reports/ageing", do: s.reportAgeing},
		{method: get, path: "/admin/v1/reports/returns", do: s.reportReturns},
		{method: get, path: "/admin/v1/payments.csv", do: s.exportPayments},
	}
	for k, r := range all {
		all[k].do = func(q *request) (answer, error) {
			if s.Money == nil {
				return answer{}, errNoJournal
			}
			return r.do(q)
		}
	}
	return all
}
