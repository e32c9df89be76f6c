// Security keys (WebAuthn) and printing. Without script a code does the same, and the browser's menu prints.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const known = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

async function add(options) {
  const user = { ...options.user, id: bytes(options.user.id) };
  const asked = { ...options, user, challenge: bytes(options.challenge), excludeCredentials: known(options.excludeCredentials) };
  const made = await navigator.credentials.create({ publicKey: asked });
  const { attestationObject, clientDataJSON } = made.response;
  return answer(made, { attestationObject: text(attestationObject), clientDataJSON: text(clientDataJSON) });
}

async function prove(options) {
  const asked = { ...options, challenge: bytes(options.challenge), allowCredentials: known(options.allowCredentials) };
  const proved = await navigator.credentials.get({ publicKey: asked });
  const { authenticatorData, clientDataJSON, signature } = proved.response;
  const response = { authenticatorData: text(authenticatorData), clientDataJSON: text(clientDataJSON), signature: text(signature) };
  return answer(proved, response);
}

const answer = (made, response) => JSON.stringify({ id: made.id, rawId: text(made.rawId), type: made.type, response });

for (const form of document.querySelectorAll("form[data-key-add], form[data-key-prove]")) {
  const button = form.querySelector("[data-key-button]"), error = form.querySelector("[data-key-error]");
  if (!window.PublicKeyCredential || !button) continue;
  const adding = form.dataset.keyAdd !== undefined;
  button.hidden = false;
  button.addEventListener("click", async () => {
    error.hidden = true;
    try {
      const token = form.elements.csrfmiddlewaretoken.value;
      const asked = await fetch(adding ? form.dataset.keyAdd : form.dataset.keyProve, { method: "POST", headers: { "X-CSRFToken": token } });
      if (asked.redirected || !asked.ok) return location.reload();
      form.elements.cle.value = await (adding ? add : prove)(await asked.json());
      form.requestSubmit();
    } catch {
      error.hidden = false;
    }
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
