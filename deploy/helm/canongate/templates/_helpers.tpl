{{- define "canongate.name" -}}
{{- if contains .Chart.Name .Release.Name -}}
{{ .Release.Name | trunc 50 | trimSuffix "-" }}
{{- else -}}
{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 50 | trimSuffix "-" }}
{{- end -}}
{{- end -}}

{{/* What selects pods: never the version, or no upgrade is possible. */}}
{{- define "canongate.selector" -}}
app.kubernetes.io/name: canongate
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "canongate.labels" -}}
{{ include "canongate.selector" . }}
app.kubernetes.io/version: {{ .Values.image.tag | default .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- end -}}

{{- define "canongate.image" -}}
{{- if .Values.image.digest -}}
{{ .Values.image.repository }}@{{ .Values.image.digest }}
{{- else -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}
{{- end -}}

{{- define "canongate.driver" -}}
{{ dig "journal" "driver" "" .Values.config }}
{{- end -}}

{{- define "canongate.migrates" -}}
{{- if and .Values.migrate.enabled (eq (include "canongate.driver" .) "postgres") }}true{{ end -}}
{{- end -}}

{{/* What no cluster would refuse, and what would lose or double something. */}}
{{- define "canongate.refuse" -}}
{{- if not (and .Values.config.auth .Values.config.connections .Values.config.routes) -}}
{{- fail "config needs auth, connections and routes: see config/example.yaml" -}}
{{- end -}}
{{- if and (ne (include "canongate.driver" .) "postgres") (or (gt (int .Values.replicas) 1) .Values.autoscaling.enabled) -}}
{{- fail "several replicas need config.journal.driver: postgres. Each would have a journal of its own, and pay a second time what another has paid: set replicas: 1, and autoscaling.enabled: false" -}}
{{- end -}}
{{- if and (eq (include "canongate.driver" .) "sqlite") (not .Values.persistence.enabled) -}}
{{- fail "config.journal.driver: sqlite needs persistence.enabled: without a volume a restart forgets which payments were sent" -}}
{{- end -}}
{{- $server := .Values.config.server | default dict -}}
{{- range $key := list "listen" "admin_listen" "shutdown_timeout" "shutdown_notice" "tls" -}}
{{- if hasKey $server $key -}}
{{- fail (printf "config.server.%s is set by the chart: see shutdown and tls in values.yaml" $key) -}}
{{- end -}}
{{- end -}}
{{- if not (or $server.admin_token $server.operators) -}}
{{- fail "config.server needs operators or admin_token: the admin port is reached from other pods" -}}
{{- end -}}
{{- end -}}

{{/* The configuration, with what the chart knows better. */}}
{{- define "canongate.config" -}}
{{- include "canongate.refuse" . -}}
{{- $config := deepCopy .Values.config -}}
{{- $server := dict "listen" "0.0.0.0:8080" "admin_listen" "0.0.0.0:9090" "shutdown_notice" (printf "%ds" (int .Values.shutdown.noticeSeconds)) "shutdown_timeout" (printf "%ds" (int .Values.shutdown.timeoutSeconds)) -}}
{{- if .Values.tls.existingSecret -}}
{{- $_ := set $server "tls" (dict "cert_file" "/run/secrets/tls/tls.crt" "key_file" "/run/secrets/tls/tls.key") -}}
{{- end -}}
{{- $_ := set $config "server" (merge $server ($config.server | default dict)) -}}
{{- if include "canongate.migrates" . -}}
{{- $_ := set $config.journal "migrate" "check" -}}
{{- end -}}
{{ toYaml $config }}
{{- end -}}

{{- define "canongate.podSecurity" -}}
runAsNonRoot: true
runAsUser: 65532
runAsGroup: 65532
fsGroup: 65532
fsGroupChangePolicy: OnRootMismatch
seccompProfile: {type: RuntimeDefault}
{{- end -}}

{{- define "canongate.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end -}}

{{- define "canongate.mounts" -}}
- {name: config, mountPath: /etc/canongate, readOnly: true}
{{- if .Values.secrets.existingSecret }}
- {name: secrets, mountPath: {{ .Values.secrets.mountPath }}, readOnly: true}
{{- end }}
{{- if .Values.tls.existingSecret }}
- {name: tls, mountPath: /run/secrets/tls, readOnly: true}
{{- end }}
{{- end -}}

{{- define "canongate.secretVolumes" -}}
{{- if .Values.secrets.existingSecret }}
- name: secrets
  secret: {secretName: {{ .Values.secrets.existingSecret }}, defaultMode: 0440}
{{- end }}
{{- if .Values.tls.existingSecret }}
- name: tls
  secret: {secretName: {{ .Values.tls.existingSecret }}, defaultMode: 0440}
{{- end }}
{{- end -}}
