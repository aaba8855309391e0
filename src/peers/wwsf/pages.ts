import { randomBytes } from 'node:crypto';

/** A page and the policy under which a browser shows it. */
export interface Page {
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The form with which a user logs in. */
export function loginPage(complaint = ''): Page {
  return page(
    'Log in',
    `${complaint && `<p role="alert">${escaped(complaint)}</p>`}
<form method="post" action="/login">
<p><label>User <input name="name" autocomplete="username" required></label></p>
<p><label>Password <input name="password" type="password" autocomplete="current-password" required></label></p>
<p><button>Log in</button></p>
</form>`,
  );
}

/** What a logged-in user has: a button that gets a token, and what came with it. */
export function wicPage(user: string): Page {
  return page(
    'WebRTC IMS client',
    `<p>Logged in as <strong>${escaped(user)}</strong></p>
<p><button id="get">Get a token</button> <button id="leave">I have deregistered</button></p>
<p id="state" role="status"></p>
<dl>
<dt>Private user identity</dt><dd id="impi"></dd>
<dt>Public user identities</dt><dd id="impus"></dd>
<dt>Access token</dt><dd id="token"></dd>
</dl>
<form method="post" action="/logout"><button>Log out</button></form>`,
    `const show = (id, text) => { document.getElementById(id).textContent = text; };
const ask = async (path) => {
  const answer = await fetch(path, { method: 'POST' });
  const body = answer.status === 204 ? {} : await answer.json();
  show('impi', body.impi ?? '');
  show('impus', (body.impus ?? []).join(' '));
  show('token', body.access_token ?? '');
  show('state', answer.ok ? 'done' : body.error);
};
document.getElementById('get').onclick = () => ask('/token');
document.getElementById('leave').onclick = () => ask('/deregistered');`,
  );
}

function page(title: string, body: string, script = ''): Page {
  const nonce = randomBytes(16).toString('base64');
  return {
    html: `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>${title}</title>
<h1>${title}</h1>
${body}
${script && `<script nonce="${nonce}">\n${script}\n</script>\n`}</html>
`,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Cache-Control': 'no-store',
      'Content-Security-Policy': `default-src 'none'; script-src 'nonce-${nonce}'; connect-src 'self'; form-action 'self'`,
    },
  };
}

function escaped(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
  };
  return text.replace(/[&<>"]/g, (character) => entities[character] ?? character);
}
