// The page: forms send one request each and show the answer. All text from others goes through textContent.
const at = (id) => document.getElementById(id);
let name = "";
let shown = "home";

/** Sends a request and shows how long it took; throws what the API says when it refuses. */
async function request(method, path, body) {
  const begunMs = performance.now();
  const json = body && { headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  const response = await fetch(path, { method, ...json });
  const text = await response.text();
  at("latency").textContent = `The last one took ${Math.round(performance.now() - begunMs)} ms.`;
  const answer = text === "" ? undefined : JSON.parse(text);
  if (!response.ok) throw new Error(`${answer.message}. ${answer.help}`);
  return answer;
}

const account = (of) => `/v1/accounts/${encodeURIComponent(of)}`;

function element(tag, text) {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}

function postElement({ author, text, time }) {
  const item = document.createElement("li");
  const when = element("time", new Date(time).toLocaleString());
  when.dateTime = time;
  item.append(element("strong", `@${author}`), when, element("p", text));
  return item;
}

function followedElement(followed) {
  const item = element("li", `@${followed} `);
  const button = element("button", "Unfollow");
  button.addEventListener("click", () =>
    attempt(async () => {
      await request("DELETE", `${account(name)}/following/${encodeURIComponent(followed)}`);
      await showFollowing();
    }),
  );
  item.append(button);
  return item;
}

async function showTimeline() {
  const { posts } = await request("GET", `${account(name)}/${shown}`);
  at("title").textContent = shown === "home" ? "Home" : "My posts";
  at("timeline").replaceChildren(...posts.map(postElement));
}

async function showFollowing() {
  const { following } = await request("GET", account(name));
  at("following").replaceChildren(...following.map(followedElement));
}

/** Runs something that may be refused, and says why it was. */
async function attempt(work) {
  at("problem").hidden = true;
  try {
    await work();
  } catch (error) {
    at("problem").textContent = error.message;
    at("problem").hidden = false;
  }
}

function onSubmit(id, work) {
  at(id).addEventListener("submit", (event) => {
    event.preventDefault();
    attempt(() => work(new FormData(event.target, event.submitter), event.target));
  });
}

/** What claims a name for this browser, so that a sign-up that failed halfway can be tried again. */
function claim() {
  const digits = () =>
    Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0"));
  localStorage.claim ??= digits().join("");
  return localStorage.claim;
}

async function signUp(wanted) {
  await request("POST", "/v1/accounts", { name: wanted, claim: claim() });
  localStorage.removeItem("claim");
}

onSubmit("enter", async (form) => {
  const wanted = form.get("name");
  if (form.get("how") === "sign-up") await signUp(wanted);
  else await request("GET", account(wanted));
  name = wanted;
  at("who").textContent = `@${name}`;
  at("desk").hidden = false;
  await showFollowing();
  await showTimeline();
});

onSubmit("post", async (form, element) => {
  await request("POST", `${account(name)}/posts`, { text: form.get("text") });
  element.reset();
  await showTimeline();
});

onSubmit("follow", async (form, element) => {
  await request("PUT", `${account(name)}/following/${encodeURIComponent(form.get("followed"))}`);
  element.reset();
  await showFollowing();
});

for (const [id, what] of [
  ["show-home", "home"],
  ["show-own", "posts"],
]) {
  at(id).addEventListener("click", () => {
    shown = what;
    attempt(showTimeline);
  });
}
