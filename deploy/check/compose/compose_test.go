// Package compose reads deploy/compose as docker compose would.
package compose

import (
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/cli"
)

func TestCompose(t *testing.T) {
	options, err := cli.NewProjectOptions([]string{"../../compose/compose.yaml"},
		cli.WithEnvFiles("../../compose/.env"), cli.WithDotEnv, cli.WithName("canongate"))
	if err != nil {
		t.Fatal(err)
	}
	project, err := options.LoadProject(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"canongate", "postgres", "redis", "collector", "prometheus", "grafana"} {
		service, err := project.GetService(name)
		if err != nil {
			t.Error(err)
			continue
		}
		if _, tag, found := strings.Cut(service.Image, ":"); !found || tag == "latest" {
			t.Errorf("%s: the image %q names no version", name, service.Image)
		}
		if service.HealthCheck == nil && name != "collector" { // which is from scratch, and has no probe of its own
			t.Errorf("%s has no health check", name)
		}
		for _, port := range service.Ports {
			if port.HostIP != "127.0.0.1" {
				t.Errorf("%s: port %d is open to others", name, port.Target)
			}
		}
	}
	gateway, err := project.GetService("canongate")
	if err != nil {
		t.Fatal(err)
	}
	if !gateway.ReadOnly || len(gateway.CapDrop) != 1 || gateway.CapDrop[0] != "ALL" || len(gateway.SecurityOpt) != 1 {
		t.Errorf("the gateway may more than it needs: %+v", gateway.CapDrop)
	}
	if test := strings.Join(gateway.HealthCheck.Test, " "); !strings.HasPrefix(test, "CMD /canongate health") {
		t.Errorf("the health check is %q: the image has no shell", test)
	}
}
