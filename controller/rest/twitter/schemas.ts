import { Type } from "typebox";
import { textCharactersMax } from "../../../src/vivace/index.js";

const strict = { additionalProperties: false } as const;
const name = Type.String({ description: "Name of an account: 1 to 12 of a-z, 0-9 and underscore." });
const about = Type.String({ description: `At most ${textCharactersMax} characters about its owner.` });

export const accountParams = Type.Object({ name });
export const relationParams = Type.Object({ name, followed: name });

const claim = Type.String({
  description:
    "1 to 64 letters, digits and hyphens, chosen at random: who has failed halfway tries again with it.",
});

/** Body of `POST /v1/accounts`. */
export const accountBody = Type.Object(
  { name, about: Type.Optional(about), claim: Type.Optional(claim) },
  strict,
);

export const accountView = Type.Object({
  name,
  about,
  followers: Type.Array(name, { description: "Who reads its posts." }),
  following: Type.Array(name, { description: "Whose posts it reads." }),
});

/** Body of `POST /v1/accounts/:name/posts`. */
export const postBody = Type.Object(
  { text: Type.String({ description: `1 to ${textCharactersMax} characters.` }) },
  strict,
);

export const postView = Type.Object({
  id: Type.String(),
  author: name,
  text: Type.String(),
  time: Type.String({ description: "When it was posted: ISO 8601, by the clock of the site." }),
});

export const timelineQuery = Type.Object({
  limit: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 100, description: "The most posts; 20 by default." }),
  ),
});

export const timelineView = Type.Object({
  posts: Type.Array(postView, { description: "The newest first." }),
});
