'use strict';

// Shows the embedded console for one operation. The idempotency key is kept until it is
// changed, so that sending twice does one thing; ids of the examples become those of
// the answers that came before.
(async () => {
  const place = document.getElementById('console');
  const { operation: name, key } = place.dataset;
  const sealed = /^(cus|ver|req|doc|agr|bac|pay|ofr)_[A-Za-z0-9_-]{16,}$/;
  const shown = /^(cus|ver|req|doc|agr|bac|pay|ofr)_AZx\d+$/;

  // Storage may be forbidden; then a key is kept for this page alone.
  const kept = (id) => { try { return sessionStorage.getItem(id); } catch { return null; } };
  const keep = (id, value) => { try { sessionStorage.setItem(id, value); } catch { /* see above */ } };
  const fresh = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

  const ids = JSON.parse(kept('canongate-ids') ?? '{}');
  const keyName = `canongate-key-${name}`;
  const idempotencyKey = kept(keyName) ?? fresh();
  keep(keyName, idempotencyKey);

  const spec = await (await fetch('/v1/openapi.json')).json();
  let found;
  for (const [path, item] of Object.entries(spec.paths)) {
    for (const [method, operation] of Object.entries(item)) if (operation.operationId === name) found = { path, method, operation };
  }
  if (found === undefined) return;

  // living puts the ids that are known in the place of those of the examples.
  const living = (value) => {
    if (typeof value === 'string') return ids[value] ?? value;
    if (Array.isArray(value)) return value.map(living);
    if (value !== null && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([member, each]) => [member, living(each)]));
    return value;
  };

  // learn pairs the ids of an answer with those of the answer in the document.
  const learn = (example, answer) => {
    if (typeof example === 'string' && typeof answer === 'string') {
      if (shown.test(example) && sealed.test(answer)) ids[example] = answer;
    } else if (example !== null && answer !== null && typeof example === 'object' && typeof answer === 'object') {
      for (const member of Object.keys(example)) if (member in answer) learn(example[member], answer[member]);
    }
  };

  const examples = Object.values(found.operation.responses).flatMap((response) =>
    Object.values(response.content ?? {}).flatMap((media) => Object.values(media.examples ?? {}).map((example) => example.value)));

  const parameters = (found.operation.parameters ?? []).map((parameter) => {
    const whole = '$ref' in parameter ? spec.components.parameters[parameter.$ref.split('/').pop()] : parameter;
    const first = found.operation['x-canongate-examples']?.[0];
    const value = whole.name === 'Idempotency-Key' ? idempotencyKey
      : first?.[whole.in]?.[whole.name] ?? (whole.name === 'Gateway-Connection' ? first?.header?.[whole.name] : undefined);
    const { example, ...rest } = whole;
    return value === undefined ? rest : { ...rest, example: living(value), schema: { ...rest.schema, default: living(value) } };
  });
  const requestBody = found.operation.requestBody && living(found.operation.requestBody);
  const one = {
    ...spec, tags: [], webhooks: undefined,
    paths: { [found.path]: { [found.method]: { ...found.operation, description: '', parameters, ...(requestBody && { requestBody }) } } },
  };

  const ui = SwaggerUIBundle({
    spec: one, domNode: place, presets: [SwaggerUIBundle.presets.apis], layout: 'BaseLayout', validatorUrl: null, docExpansion: 'full',
    defaultModelsExpandDepth: -1, tryItOutEnabled: true, persistAuthorization: false, supportedSubmitMethods: ['get', 'put', 'post', 'delete', 'patch'],
    requestInterceptor: (request) => {
      const sent = request.headers?.['Idempotency-Key'];
      if (sent !== undefined) keep(keyName, sent);
      return request;
    },
    responseInterceptor: (response) => {
      let body;
      try { body = JSON.parse(response.text); } catch { return response; }
      for (const example of examples) learn(example, body);
      keep('canongate-ids', JSON.stringify(ids));
      return response;
    },
    onComplete: () => { if (key !== '') ui.preauthorizeApiKey('bearer', key); },
  });
})();
