import type { RayServeSection } from "../../scenario/autoscaler-section.ts";
import type { Exportable, Manifest } from "./exportable.ts";

/**
 * Ray Serve's configuration file with the `autoscaling_config` that was simulated.
 *
 * @see https://docs.ray.io/en/releases-2.50.0/serve/api/doc/ray.serve.config.AutoscalingConfig.html
 */
export function rayServeManifest(own: RayServeSection, { name }: Exportable): Manifest {
  return {
    comments: [
      "For `serve deploy`, or for serveConfigV2 of a RayService (KubeRay).",
      "import_path stands in for yours, and the deployment's name must be the one in your code.",
    ],
    body: {
      applications: [
        {
          name,
          route_prefix: "/",
          import_path: "your_module:app",
          deployments: [
            {
              name,
              autoscaling_config: {
                min_replicas: own.minReplicas,
                initial_replicas: own.initialReplicas,
                max_replicas: own.maxReplicas,
                target_ongoing_requests: own.targetOngoingRequests,
                metrics_interval_s: own.metricsInterval,
                look_back_period_s: own.lookBackPeriod,
                upscaling_factor: own.upscalingFactor,
                downscaling_factor: own.downscalingFactor,
                upscale_delay_s: own.upscaleDelay,
                downscale_delay_s: own.downscaleDelay,
                ...(own.downscaleToZeroDelay === null
                  ? {}
                  : { downscale_to_zero_delay_s: own.downscaleToZeroDelay }),
              },
            },
          ],
        },
      ],
    },
  };
}
