// The dialog in which a person tells what happened: Sentry.showReportDialog() loads it into the page of an application.
// The service writes `(`, this function, `)(`, the texts and the address as JSON, and `);`. The script sets styles by
// properties and text by textContent, so that it works under a strict Content-Security-Policy and no text is markup.
function (given) {
  'use strict';
  var closed = '__sentry_reportdialog_closed__'; // what the SDK's option onClose waits for
  var open = '__balcaoReportDialog';
  if (window[open]) return;
  window[open] = true;
  var before = document.activeElement;

  function make(name, style, text) {
    var element = document.createElement(name);
    element.style.cssText = style;
    if (text) element.textContent = text;
    return element;
  }

  var font = 'font:16px/1.5 system-ui,sans-serif;color:#1f2328;';
  var host = make('div', 'all:initial');
  var root = host.attachShadow ? host.attachShadow({ mode: 'open' }) : host;
  var dialog = make('dialog', font + 'box-sizing:border-box;width:32rem;max-width:calc(100vw - 2rem);max-height:calc(100vh - 2rem);' +
    'overflow:auto;margin:auto;padding:1.5rem;border:1px solid #8c959f;border-radius:8px;background:#fff;');
  var form = make('form', 'margin:0');
  form.noValidate = true;
  var title = make('h2', 'font-size:1.25rem;margin:0 0 .5rem', given.title);
  title.id = 'title';
  dialog.lang = given.lang;
  dialog.setAttribute('aria-labelledby', 'title');
  dialog.appendChild(title);
  [given.subtitle, given.subtitle2].forEach(function (text) {
    if (text) dialog.appendChild(make('p', 'margin:0 0 .5rem', text));
  });

  function field(name, label, kind, value, most) {
    var element = make(kind === 'textarea' ? 'textarea' : 'input', font + 'box-sizing:border-box;display:block;width:100%;padding:.5rem;' +
      'border:1px solid #8c959f;border-radius:4px;background:#fff;');
    var caption = make('label', 'display:block;margin:.75rem 0 .25rem;font-weight:600', label);
    if (kind === 'textarea') element.rows = 5;
    else element.type = kind;
    element.id = element.name = name;
    element.maxLength = most;
    element.value = value;
    caption.htmlFor = name;
    form.appendChild(caption);
    form.appendChild(element);
    return element;
  }

  function button(text, kind, style) {
    var element = make('button', font + 'margin:0 .5rem 0 0;padding:.5rem 1rem;border:1px solid #1f2328;border-radius:4px;cursor:pointer;' + style, text);
    element.type = kind;
    return element;
  }

  var name = field('name', given.labelName, 'text', given.name, 128);
  var email = field('email', given.labelEmail, 'email', given.email, 254);
  var comments = field('comments', given.labelComments, 'textarea', '', 4096);
  name.autocomplete = 'name';
  email.autocomplete = 'email';
  comments.required = true;
  comments.setAttribute('aria-required', 'true');
  var message = make('p', 'margin:.75rem 0 0;min-height:1.5em');
  message.id = 'message';
  message.setAttribute('role', 'alert');
  form.appendChild(message);
  var row = make('div', 'margin-top:.75rem');
  var submit = button(given.labelSubmit, 'submit', 'background:#1f2328;color:#fff;');
  var close = button(given.labelClose, 'button', 'background:#fff;');
  row.appendChild(submit);
  row.appendChild(close);
  form.appendChild(row);
  dialog.appendChild(form);

  function end() {
    if (!window[open]) return;
    window[open] = false;
    if (host.parentNode) host.parentNode.removeChild(host);
    if (before && before.focus) before.focus();
    window.postMessage(closed, '*');
  }

  function complain(text, element) {
    message.textContent = text;
    submit.disabled = false;
    [email, comments].forEach(function (each) {
      each.removeAttribute('aria-invalid');
      each.removeAttribute('aria-describedby');
    });
    if (!element) return;
    element.setAttribute('aria-invalid', 'true');
    element.setAttribute('aria-describedby', 'message');
    element.focus();
  }

  function thank() {
    while (dialog.lastChild !== title) dialog.removeChild(dialog.lastChild);
    var thanks = make('p', 'margin:0 0 1rem', given.successMessage);
    thanks.setAttribute('role', 'status');
    dialog.appendChild(thanks);
    dialog.appendChild(close);
    close.focus();
  }

  function send() {
    var body = [name, email, comments].map(function (each) {
      return each.name + '=' + encodeURIComponent(each.value);
    }).join('&');
    var request = new XMLHttpRequest();
    request.open('POST', given.url);
    request.setRequestHeader('Content-Type', 'application/x-www-form-urlencoded');
    request.timeout = 30000;
    request.onload = function () {
      if (request.status === 200) thank();
      else complain(request.status === 400 ? given.errorFormEntry : given.errorGeneric);
    };
    request.onerror = request.ontimeout = function () {
      complain(given.errorGeneric);
    };
    submit.disabled = true;
    message.textContent = '';
    request.send(body);
  }

  form.addEventListener('submit', function (event) {
    event.preventDefault();
    if (!comments.value.trim()) complain(given.errorFormEntry, comments);
    else if (!email.validity.valid) complain(given.errorFormEntry, email);
    else send();
  });
  close.addEventListener('click', end);
  dialog.addEventListener('cancel', function (event) {
    event.preventDefault();
    end();
  });
  dialog.addEventListener('close', end);

  function show() {
    root.appendChild(dialog);
    document.body.appendChild(host);
    if (dialog.showModal) dialog.showModal();
    else dialog.setAttribute('open', '');
    comments.focus();
  }
  if (document.body) show();
  else document.addEventListener('DOMContentLoaded', show);
}
