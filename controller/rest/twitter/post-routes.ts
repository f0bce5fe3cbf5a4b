import type { Static } from "typebox";
import { type Post, timeOfIdentifier } from "../../../src/vivace/index.js";
import type { RestApp } from "../app.js";
import { problem } from "../schemas.js";
import type { TwitterRestOptions } from "./options.js";
import { accountParams, postBody, postView, timelineQuery, timelineView } from "./schemas.js";

const problems = { "4xx": problem, "5xx": problem };
const tags = ["posts"];
const defaultLimit = 20;

/** `POST` and `GET /v1/accounts/:name/posts`, and `GET /v1/accounts/:name/home`. */
export function postRoutes(app: RestApp, { twitter }: TwitterRestOptions): void {
  const post = {
    summary: "Post a text",
    description: "Answers once it is in the timelines of all followers.",
    tags,
    params: accountParams,
    body: postBody,
    response: { 201: postView, ...problems },
  };
  app.post("/v1/accounts/:name/posts", { schema: post }, async (request, reply) => {
    const made = await twitter.post(request.params.name, request.body.text);
    return reply.code(201).send(viewOf(made));
  });
  const timeline = {
    tags,
    params: accountParams,
    querystring: timelineQuery,
    response: { 200: timelineView, ...problems },
  };
  const user = { ...timeline, summary: "The newest posts of an account" };
  app.get("/v1/accounts/:name/posts", { schema: user }, async ({ params, query }) => {
    const posts = await twitter.userTimeline(params.name, query.limit ?? defaultLimit);
    return { posts: posts.map(viewOf) };
  });
  const home = { ...timeline, summary: "The newest posts of an account and of those whom it follows" };
  app.get("/v1/accounts/:name/home", { schema: home }, async ({ params, query }) => {
    const posts = await twitter.homeTimeline(params.name, query.limit ?? defaultLimit);
    return { posts: posts.map(viewOf) };
  });
}

function viewOf({ id, author, text }: Post): Static<typeof postView> {
  return { id, author, text, time: new Date(timeOfIdentifier(id)).toISOString() };
}
