# canongate's workshop. `make` alone lists the targets.

GO       ?= go
FUZZTIME ?= 10s
SOAKTIME ?= 10m
PACKAGES ?= ./...
VERSION  ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)
COMMIT   ?= $(shell git rev-parse HEAD 2>/dev/null || echo unknown)

TOOL    := $(GO) tool -modfile=.ci/tools/go.mod
LONG_TESTS := ^(TestLongFaultLoad.*|TestPostgresRestartedInMidLoad)$$
UPGRADES := ^(TestRollingUpdate|TestReleaseBefore)$$
FIGURES := ^(TestDrills|TestAMillionLines)$$
# The tests of cmd that need a server, and those whose long forms stand in
# pace_integration_test.go. The others run as they do for make test.
SERVED = $(shell grep -lE '^//go:build integration|faultCalls|deadCalls|sharedRedis|restartableRedis' cmd/canongate/*_test.go | \
	xargs grep -oh '^func Test[A-Za-z0-9]*' | cut -c6- | paste -sd'|' -)
# As .ci/build compiles, so that the tests need nothing compiled a second time.
FLAGS   := -trimpath "-pgo=$(CURDIR)/.ci/release.pgo"
LDFLAGS := -s -w -X main.version=$(VERSION) -X main.commit=$(COMMIT)

.DEFAULT_GOAL := help
.PHONY: help build dist run sandbox test race integration upgrade soak lint vuln alerts golden fuzz bench profile docs vendors check

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: ## Build bin/canongate
	@GO='$(GO)' .ci/build -ldflags '$(LDFLAGS)'

dist: ## Make what is shipped below bin/dist: archives, packages, images, chart, bills of materials, checksums
	@deploy/dist/build

run: build ## Start the gateway with every vendor in its sandbox
	@exec bin/canongate serve --config config/quickstart.yaml

sandbox: build ## Start the vendors' simulators alone
	@exec bin/canongate sandbox

test: ## Run every hermetic test
	CGO_ENABLED=0 $(GO) test $(FLAGS) $(PACKAGES)

race: ## Run every hermetic test under the race detector
	CGO_ENABLED=1 $(GO) test -race -timeout 20m $(PACKAGES)

# What holds figures (calls a second, reloads under load) runs without the race
# detector, which costs several times of everything.
integration: ## Run the tests against a real Redis and PostgreSQL; the long ones print their figures
	.ci/with-services sh -c 'CGO_ENABLED=1 $(GO) test -race -timeout 30m -tags integration -skip "$(FIGURES)" ./policies/... && \
		$(GO) test -tags integration -run "$(FIGURES)" -v ./policies/imports && \
		$(GO) test -tags integration -run "^TestEveryViewByKeyboard$$" ./gateway/admin && \
		$(GO) test -timeout 30m -tags integration -run "^($(SERVED))$$" -skip "$(LONG_TESTS)|$(UPGRADES)" ./cmd/canongate && \
		CGO_ENABLED=1 $(GO) test -race -timeout 30m -tags integration -run "$(LONG_TESTS)" -v ./cmd/canongate'

upgrade: ## Replace gateways under load, and have the release before beside this one and after it; prints figures
	.ci/with-services $(GO) test -tags integration -count 1 -run '$(UPGRADES)' -v ./cmd/canongate

soak: ## Run the program for SOAKTIME with vendors that come and go; the end must look like minute one
	CANONGATE_SOAK=$(SOAKTIME) $(GO) test -tags integration -run '^TestSoak$$' -count 1 -timeout 120m -v ./cmd/canongate

lint: ## Check layers, habits and format
	$(TOOL) golangci-lint run ./...

vuln: ## Look for known vulnerabilities; needs the Go vulnerability database, or GOVULNDB=file:///DIRECTORY with a copy
	@.ci/vuln $(GOVULNDB)

alerts: ## Check the alert rules and run their tests
	.ci/alerts

golden: ## Write the golden files anew, for review by git diff
	.ci/golden

fuzz: ## Run each fuzz target for FUZZTIME, as 10s or 2000x
	.ci/fuzz $(FUZZTIME)

bench: build ## Measure, and compare with nginx and Caddy where these are installed
	$(GO) test -run '^$$' -bench . -skip '^Benchmark(Tracing|Shadow)$$' -benchmem ./...
	$(GO) test -run '^$$' -bench '^Benchmark(Tracing|Shadow)$$' -benchtime 20x ./cmd/canongate
	$(GO) run ./.ci/bench -gateway bin/canongate

profile: ## Write .ci/release.pgo anew, which everything is compiled by; on a quiet machine
	CGO_ENABLED=0 $(GO) build $(FLAGS) -tags profile -o bin/profiled ./cmd/canongate
	CANONGATE_CPU_PROFILE=$(CURDIR)/.ci/release.pgo $(GO) run ./.ci/bench -gateway bin/profiled -alone

docs: build ## Write the README's matrix, the tables of fields, sandboxes and payment states, the answers to the examples and the configuration's schema anew
	$(GO) test ./cmd/canongate -run '^(TestSchema|TestReadmeMatrix|TestFieldTables|TestSandboxTables|TestPaymentStates|TestX21EveryExampleWorks)$$' -update

vendors: ## Print what each vendor costs in lines, beside its budget
	.ci/vendor-lines

check: lint test ## Everything a change must pass on a machine without services
