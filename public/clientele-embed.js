/* <clientele-view src question theme accent filters panels height title>: a panel of Clientele in any page.
   The manual, and every message, is in docs/embedding.md. */

const SWITCHES = ['theme', 'accent', 'filters', 'panels'];
const HERE = new URL('.', import.meta.url);

class ClienteleView extends HTMLElement {
  static observedAttributes = ['src', 'question', 'height', 'title', ...SWITCHES];

  #frame;
  #origin;
  #port;
  #nonce;
  #listening;
  #late;
  #question = '';
  #built = '';
  #look = '';
  #ready = false;
  #last = 0;
  #exports = new Map();

  connectedCallback() {
    if (!this.#frame) this.#build();
  }

  disconnectedCallback() {
    this.destroy();
  }

  attributeChangedCallback(name, _, value) {
    if (name === 'question') this.question = value ?? '';
    else if (!this.#frame) return;
    else if (name === 'src') this.destroy(), this.#build();
    else if (name === 'title') this.#frame.title = value || 'Clientele';
    else if (name === 'height') this.#size();
    else this.#dress();
  }

  /** What is shown, as the text of a link: /segments?country=France */
  get question() {
    return this.#question;
  }

  set question(text) {
    text = String(text);
    if (text === this.#question) return;
    this.#question = text;
    this.#ask();
  }

  /** Asks for the customers of a selection, or of all; a promise of {name, rows, csv}. */
  export(of) {
    return new Promise((done, fail) => {
      if (!this.#ready) return fail(new Error('The view is not ready.'));
      this.#exports.set(++this.#last, { done, fail });
      this.#post({ type: 'export', id: this.#last, of });
    });
  }

  /** Takes the frame, the port and every listener away. */
  destroy() {
    clearTimeout(this.#late);
    this.#listening?.abort();
    this.#hangUp();
    this.#frame?.remove();
    this.#frame = this.#listening = undefined;
  }

  #build() {
    const src = this.getAttribute('src');
    const url = src ? new URL(src, document.baseURI) : new URL(HERE);
    const [, panel, query] = /^\/?([^?]*)\??(.*)/s.exec(this.#question);
    this.#built = this.#question;
    this.#look = this.#switches();
    url.search = [`panel=${panel || 'overview'}`, this.#look, query].filter(Boolean).join('&');
    this.#origin = url.origin;
    this.#listening = new AbortController();
    addEventListener('message', (event) => this.#hear(event), { signal: this.#listening.signal });
    const frame = document.createElement('iframe');
    frame.title = this.title || 'Clientele';
    frame.allow = 'clipboard-write';
    // Of the same origin it would be no wall.
    if (url.origin !== location.origin) frame.sandbox = 'allow-scripts allow-same-origin allow-downloads allow-popups';
    frame.style.cssText = 'display:block;width:100%;border:0';
    frame.src = url;
    this.style.display ||= 'block';
    this.#frame = frame;
    this.#size();
    this.append(frame);
    this.#late = setTimeout(() => this.#tell('error', {
      sentence: `${url.origin} does not answer. It talks with pages that embed.origins of its config.json lists; is ${location.origin} among them?`,
    }), 20000);
  }

  get #auto() {
    return (this.getAttribute('height') || 'auto') === 'auto';
  }

  #size() {
    const height = this.getAttribute('height');
    this.#frame.scrolling = this.#auto ? 'no' : 'auto';
    this.#frame.style.height = this.#auto ? '640px' : /^\d+$/.test(height) ? `${height}px` : height;
  }

  #switches() {
    const said = SWITCHES.filter((name) => this.hasAttribute(name));
    return ['embed=1', ...said.map((name) => `${name}=${encodeURIComponent(this.getAttribute(name))}`)].join('&');
  }

  #dress() {
    if (!this.#ready || this.#look === this.#switches()) return;
    this.#look = this.#switches();
    this.#post({ type: 'frame', switches: this.#look });
  }

  #ask() {
    if (this.#ready) this.#post({ type: 'question', question: this.#question });
  }

  #post(message) {
    this.#port.postMessage(message);
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  #hangUp() {
    this.#port?.close();
    this.#port = this.#nonce = undefined;
    this.#ready = false;
    for (const { fail } of this.#exports.values()) fail(new Error('The view is gone.'));
    this.#exports.clear();
  }

  #hear({ source, origin, data }) {
    if (source !== this.#frame.contentWindow || origin !== this.#origin) return;
    const height = data?.['datawrapper-height']?.clientele;
    if (this.#auto && height > 0 && height < 1e5) this.#frame.style.height = `${height}px`;
    if (data?.clientele !== 'hello') return;
    // Also after the frame was loaded anew.
    this.#hangUp();
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    this.#nonce = data.nonce;
    port1.onmessage = (event) => this.#told(event.data);
    source.postMessage({ clientele: 'port', nonce: data.nonce }, origin, [port2]);
  }

  #told(said) {
    const { type, id, sentence, question } = said;
    if (type === 'ready' && said.nonce === this.#nonce) {
      clearTimeout(this.#late);
      this.#ready = true;
      const asked = this.#question;
      if (asked === this.#built) this.#question = question;
      else this.#ask();
      this.#built = undefined;
      this.#dress();
      this.#tell(type, { question, export: said.export });
    } else if (!this.#ready) {
      return;
    } else if (type === 'question') {
      this.#question = question;
      if (said.by === 'visitor') this.#tell(type, { question });
    } else if (type === 'selection') {
      this.#tell(type, { selection: said.selection, title: said.title, customers: said.customers });
    } else if (type === 'export' || type === 'error') {
      const waits = this.#exports.get(id);
      this.#exports.delete(id);
      if (type === 'error') this.#tell(type, { sentence }), waits?.fail(new Error(sentence));
      else waits?.done({ name: said.name, rows: said.rows, csv: said.csv });
    }
  }
}

customElements.get('clientele-view') || customElements.define('clientele-view', ClienteleView);
