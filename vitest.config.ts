import { defineConfig } from "vitest/config";

const TIMEOUTS = { testTimeout: 120_000, hookTimeout: 120_000 };

const config: ReturnType<typeof defineConfig> = defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "code",
          include: ["test/**/*.test.ts"],
          exclude: ["test/browser/**"],
          ...TIMEOUTS,
        },
      },
      {
        test: {
          name: "browser",
          include: ["test/browser/**/*.test.ts"],
          globalSetup: ["test/browser/global-setup.ts"],
          ...TIMEOUTS,
        },
      },
    ],
  },
});

export default config;
