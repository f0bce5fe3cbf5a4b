import { testSeeds } from "./many-seeds.js";

testSeeds(3);
