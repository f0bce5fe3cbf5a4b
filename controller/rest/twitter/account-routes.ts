import { Type } from "typebox";
import type { RestApp } from "../app.js";
import { problem } from "../schemas.js";
import type { TwitterRestOptions } from "./options.js";
import { accountBody, accountParams, accountView, relationParams } from "./schemas.js";

const problems = { "4xx": problem, "5xx": problem };
const tags = ["accounts"];

/** `POST /v1/accounts`, `GET /v1/accounts/:name`, and who follows whom. */
export function accountRoutes(app: RestApp, options: TwitterRestOptions): void {
  signUpRoute(app, options);
  accountRoute(app, options);
  relationRoutes(app, options);
}

function signUpRoute(app: RestApp, { twitter }: TwitterRestOptions): void {
  const schema = {
    summary: "Sign up",
    tags,
    body: accountBody,
    response: { 201: Type.Null({ description: "The account is there" }), ...problems },
  };
  app.post("/v1/accounts", { schema }, async (request, reply) => {
    const { name, about = "", claim } = request.body;
    await twitter.signUp({ name, about }, claim);
    return reply.code(201).send(null);
  });
}

function accountRoute(app: RestApp, { twitter }: TwitterRestOptions): void {
  const schema = {
    summary: "An account",
    tags,
    params: accountParams,
    response: { 200: accountView, ...problems },
  };
  app.get("/v1/accounts/:name", { schema }, async ({ params: { name } }) => {
    const account = await twitter.account(name);
    const [followers, following] = await Promise.all([twitter.followers(name), twitter.following(name)]);
    return { ...account, followers: [...followers], following: [...following] };
  });
}

function relationRoutes(app: RestApp, { twitter }: TwitterRestOptions): void {
  const url = "/v1/accounts/:name/following/:followed";
  const shared = {
    tags,
    params: relationParams,
    response: { 204: Type.Null({ description: "It is so" }), ...problems },
  };
  const follow = { ...shared, summary: "Read somebody's posts from now on" };
  app.put(url, { schema: follow }, async ({ params }, reply) => {
    await twitter.follow(params.name, params.followed);
    return reply.code(204).send(null);
  });
  const unfollow = { ...shared, summary: "Do not, from now on" };
  app.delete(url, { schema: unfollow }, async ({ params }, reply) => {
    await twitter.unfollow(params.name, params.followed);
    return reply.code(204).send(null);
  });
}
