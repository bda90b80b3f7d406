// Package kubernetes holds rendered manifests to what the API server itself would say of
// them, and to what only we know.
//
//	MANIFESTS=DIRECTORY go test ./kubernetes
package kubernetes

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/apimachinery/pkg/util/yaml"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	"k8s.io/kubernetes/pkg/api/pod"
	"k8s.io/kubernetes/pkg/apis/apps"
	_ "k8s.io/kubernetes/pkg/apis/apps/install"
	appsvalidation "k8s.io/kubernetes/pkg/apis/apps/validation"
	"k8s.io/kubernetes/pkg/apis/autoscaling"
	_ "k8s.io/kubernetes/pkg/apis/autoscaling/install"
	autoscalingvalidation "k8s.io/kubernetes/pkg/apis/autoscaling/validation"
	"k8s.io/kubernetes/pkg/apis/batch"
	_ "k8s.io/kubernetes/pkg/apis/batch/install"
	batchvalidation "k8s.io/kubernetes/pkg/apis/batch/validation"
	"k8s.io/kubernetes/pkg/apis/core"
	_ "k8s.io/kubernetes/pkg/apis/core/install"
	corevalidation "k8s.io/kubernetes/pkg/apis/core/validation"
	"k8s.io/kubernetes/pkg/apis/networking"
	_ "k8s.io/kubernetes/pkg/apis/networking/install"
	networkingvalidation "k8s.io/kubernetes/pkg/apis/networking/validation"
	"k8s.io/kubernetes/pkg/apis/policy"
	_ "k8s.io/kubernetes/pkg/apis/policy/install"
	policyvalidation "k8s.io/kubernetes/pkg/apis/policy/validation"
	sigyaml "sigs.k8s.io/yaml"
)

// manifest is one file of objects as the API server would hold them.
type manifest struct {
	deployment *apps.Deployment
	hpa        *autoscaling.HorizontalPodAutoscaler
	services   []*core.Service
	budgets    []*policy.PodDisruptionBudget
	policies   []*networking.NetworkPolicy
	// config is the gateway's, of its ConfigMap.
	config struct {
		Server struct {
			Notice  string `json:"shutdown_notice"`
			Timeout string `json:"shutdown_timeout"`
		} `json:"server"`
		Journal struct {
			Driver string `json:"driver"`
		} `json:"journal"`
	}
	rules map[string]any // the spec of the PrometheusRule
}

func TestManifests(t *testing.T) {
	directory := os.Getenv("MANIFESTS")
	files, err := filepath.Glob(filepath.Join(directory, "*.yaml"))
	if err != nil || directory == "" || len(files) < 5 {
		t.Fatalf("MANIFESTS must name a directory with the manifests of five values files: %d in %q, %v", len(files), directory, err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			m := read(t, text)
			m.check(t)
		})
	}
}

// TestMistakesAreFound is what this check is for.
func TestMistakesAreFound(t *testing.T) {
	good, err := os.ReadFile(filepath.Join(os.Getenv("MANIFESTS"), "postgres.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range [][2]string{
		{"readOnlyRootFilesystem: true", "readOnlyRootFilesytem: true"},
		{"replicas: 3", "replicas: three"},
		{"      app.kubernetes.io/component: gateway\n  template", "      app.kubernetes.io/component: other\n  template"},
		{"port: 9090, targetPort: admin", "port: 99090, targetPort: admin"},
	} {
		bad := bytes.Replace(good, []byte(c[0]), []byte(c[1]), 1)
		if bytes.Equal(bad, good) {
			t.Errorf("%q is not in the manifests", c[0])
		} else if _, errs := decode(bad); len(errs) == 0 {
			t.Errorf("nobody minds %q", c[1])
		}
	}
}

func read(t *testing.T, text []byte) *manifest {
	t.Helper()
	m, errs := decode(text)
	for _, err := range errs {
		t.Error(err)
	}
	if m.deployment == nil {
		t.Fatal("there is no Deployment")
	}
	return m
}

var strict = serializer.NewCodecFactory(legacyscheme.Scheme, serializer.EnableStrict).UniversalDecoder()

// decode reads every object strictly, sets what the API server would, and validates it.
func decode(text []byte) (*manifest, []error) {
	m := &manifest{}
	var errs []error
	documents := yaml.NewYAMLReader(bufio.NewReader(bytes.NewReader(text)))
	for {
		document, err := documents.Read()
		if errors.Is(err, io.EOF) {
			return m, errs
		}
		if err != nil {
			return m, append(errs, err)
		}
		var head struct{ APIVersion, Kind string }
		if err := sigyaml.Unmarshal(document, &head); err != nil || head.Kind == "" {
			continue
		}
		if head.APIVersion == "monitoring.coreos.com/v1" {
			errs = append(errs, m.monitor(head.Kind, document)...)
			continue
		}
		object, _, err := strict.Decode(document, nil, nil)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		for _, err := range m.validate(object) {
			errs = append(errs, err)
		}
	}
}

// validate is the API server's own validation of the kinds that the chart has.
func (m *manifest) validate(object runtime.Object) field.ErrorList {
	switch o := object.(type) {
	case *apps.Deployment:
		m.deployment = o
		return appsvalidation.ValidateDeployment(o, pod.GetValidationOptionsFromPodTemplate(&o.Spec.Template, nil))
	case *core.Service:
		m.services = append(m.services, o)
		if o.Spec.ClusterIP != "" { // as the API server does before it validates
			o.Spec.ClusterIPs = []string{o.Spec.ClusterIP}
		}
		return corevalidation.ValidateServiceCreate(o)
	case *core.ConfigMap:
		if err := sigyaml.Unmarshal([]byte(o.Data["canongate.yaml"]), &m.config); err != nil {
			return field.ErrorList{field.InternalError(field.NewPath("data"), err)}
		}
		return corevalidation.ValidateConfigMap(o)
	case *core.PersistentVolumeClaim:
		return corevalidation.ValidatePersistentVolumeClaim(o, corevalidation.ValidationOptionsForPersistentVolumeClaimCreate())
	case *policy.PodDisruptionBudget:
		m.budgets = append(m.budgets, o)
		return policyvalidation.ValidatePodDisruptionBudget(o, policyvalidation.PodDisruptionBudgetValidationOptions{})
	case *autoscaling.HorizontalPodAutoscaler:
		m.hpa = o
		return autoscalingvalidation.ValidateHorizontalPodAutoscaler(o, autoscalingvalidation.HorizontalPodAutoscalerSpecValidationOptions{
			MinReplicasLowerBound: 1,
		})
	case *networking.NetworkPolicy:
		m.policies = append(m.policies, o)
		return networkingvalidation.ValidateNetworkPolicy(o, networkingvalidation.NetworkPolicyValidationOptions{})
	case *batch.Job:
		return validateJob(o)
	default:
		return field.ErrorList{field.Forbidden(field.NewPath("kind"), "no kind that this check knows: "+object.GetObjectKind().GroupVersionKind().Kind)}
	}
}

// validateJob sets the selector, as the API server does, and validates.
func validateJob(o *batch.Job) field.ErrorList {
	manual := true
	o.Spec.ManualSelector = &manual
	o.Spec.Selector = &metav1.LabelSelector{MatchLabels: o.Spec.Template.Labels}
	return batchvalidation.ValidateJob(o, batchvalidation.JobValidationOptions{
		PodValidationOptions: pod.GetValidationOptionsFromPodTemplate(&o.Spec.Template, nil),
	})
}

// monitor reads what the Prometheus operator takes: none of its own words are checked but
// that the rules are those of deploy/observability.
func (m *manifest) monitor(kind string, document []byte) []error {
	var o struct{ Spec map[string]any }
	if err := sigyaml.UnmarshalStrict(document, &struct {
		APIVersion, Kind string
		Metadata         map[string]any
		Spec             *map[string]any
	}{Spec: &o.Spec}); err != nil {
		return []error{err}
	}
	if kind == "PrometheusRule" {
		m.rules = o.Spec
	}
	return nil
}

// check is what no API server knows.
func (m *manifest) check(t *testing.T) {
	t.Helper()
	spec := m.deployment.Spec.Template.Spec
	notice, err := time.ParseDuration(m.config.Server.Notice)
	if err != nil {
		t.Fatal(err)
	}
	timeout, err := time.ParseDuration(m.config.Server.Timeout)
	if err != nil {
		t.Fatal(err)
	}
	if grace := time.Duration(*spec.TerminationGracePeriodSeconds) * time.Second; grace < notice+timeout+5*time.Second {
		t.Errorf("the grace of %s does not last for the notice of %s and the calls of %s", grace, notice, timeout)
	}
	if several := m.hpa != nil || m.deployment.Spec.Replicas != 1; several && m.config.Journal.Driver != "postgres" {
		t.Errorf("several replicas over the journal %q", m.config.Journal.Driver)
	}
	if *spec.SecurityContext.RunAsNonRoot != true || *spec.SecurityContext.RunAsUser != 65532 || spec.AutomountServiceAccountToken == nil || *spec.AutomountServiceAccountToken {
		t.Error("it may run as root, or has a service account's token")
	}
	for _, c := range spec.Containers {
		if s := c.SecurityContext; !*s.ReadOnlyRootFilesystem || *s.AllowPrivilegeEscalation || !reflect.DeepEqual(s.Capabilities.Drop, []core.Capability{"ALL"}) {
			t.Errorf("%s may more than it needs", c.Name)
		}
		for name, probe := range map[string]*core.Probe{"/livez": c.LivenessProbe, "/readyz": c.ReadinessProbe} {
			if probe == nil || probe.HTTPGet.Path != name || probe.HTTPGet.Port.StrVal != "admin" {
				t.Errorf("%s is not probed at %s", c.Name, name)
			}
		}
	}
	labels := m.deployment.Spec.Template.Labels
	for _, s := range m.services {
		wants(t, s.Name, s.Spec.Selector, labels)
	}
	for _, b := range m.budgets {
		wants(t, b.Name, b.Spec.Selector.MatchLabels, labels)
	}
	for _, p := range m.policies {
		wants(t, p.Name, p.Spec.PodSelector.MatchLabels, labels)
	}
	if m.hpa != nil && m.hpa.Spec.ScaleTargetRef.Name != m.deployment.Name {
		t.Errorf("%s scales %s", m.hpa.Name, m.hpa.Spec.ScaleTargetRef.Name)
	}
	if _, found := m.deployment.Spec.Selector.MatchLabels["helm.sh/chart"]; found {
		t.Error("the selector has the chart's version: no upgrade is possible")
	}
	text, err := os.ReadFile("../../observability/alerts.yml")
	if err != nil {
		t.Fatal(err)
	}
	var alerts map[string]any
	if err := sigyaml.Unmarshal(text, &alerts); err != nil {
		t.Fatal(err)
	}
	if m.rules == nil || !reflect.DeepEqual(m.rules, alerts) {
		t.Error("the PrometheusRule is not deploy/observability/alerts.yml")
	}
}

// wants each pair of a selector in the labels.
func wants(t *testing.T, name string, selector, labels map[string]string) {
	t.Helper()
	if len(selector) == 0 {
		t.Errorf("%s selects everything", name)
	}
	for key, value := range selector {
		if labels[key] != value {
			t.Errorf("%s selects %s=%s, which no pod has", name, key, value)
		}
	}
}
