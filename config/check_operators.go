package config

import (
	"slices"
	"strconv"
	"strings"

	"canongate/gateway/auth"
)

func (f *File) checkOperators() {
	names, hashes := unique{}, unique{}
	for i, o := range f.Config.Server.Operators {
		path := "server.operators." + strconv.Itoa(i)
		f.checkName(path+".name", o.Name)
		names.check(f, path+".name", o.Name)
		if slices.Contains([]string{auth.OperatorAdmin, auth.OperatorLocal}, o.Name) {
			f.AddProblem(path+".name", "is the name of whoever shows server.admin_token, or does not sign in at all")
		}
		for j, hash := range o.SHA256 {
			at := path + ".sha256." + strconv.Itoa(j) + ".sha256"
			f.checkHash(at, hash.SHA256)
			hashes.check(f, at, strings.ToLower(hash.SHA256))
		}
		for j, role := range o.Roles {
			f.RequireKnown(path+".roles."+strconv.Itoa(j), role, "role", auth.Roles())
		}
		f.checkAudience(path+".tenants", o.Tenants)
	}
	four := f.Config.Reconciliation.FourEyes
	if four != "" && four != auth.FourEyesOff && !f.Config.twoPeople() && f.Sound("server") {
		f.AddProblem("reconciliation.four_eyes", "takes two operators in server.operators, one of them an approver who is not the only operator")
	}
}
