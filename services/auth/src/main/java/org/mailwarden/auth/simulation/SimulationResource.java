// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.simulation;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.policy.Policies;
import org.mailwarden.auth.policy.Policy;
import org.mailwarden.auth.policy.PolicyResource.PolicyRequest;
import org.mailwarden.kit.web.Problems;
import org.mailwarden.kit.web.Roles;

/** Simulation over REST. */
@Path("/api/v1/policies/simulate")
@RunOnVirtualThread
public class SimulationResource {

    private final Policies policies;
    private final Simulations simulations;

    SimulationResource(Policies policies, Simulations simulations) {
        this.policies = policies;
        this.simulations = simulations;
    }

    /**
     * What to simulate.
     *
     * @param name the policy; absent for the default one
     * @param source only findings that this source confirms; absent for all
     * @param policy what is to be other than it is; absent for the policy as it is
     */
    public record SimulationRequest(
            @Nullable String name,
            @Nullable String source,
            @Nullable PolicyRequest policy) {}

    /**
     * A simulation with what was simulated.
     *
     * @param policy the policy
     * @param simulation what would have happened
     */
    public record SimulationView(
            Policy policy, @JsonUnwrapped Simulation simulation) {}

    /**
     * Simulates a policy on the findings of the last 30 days, as if it had acted by itself.
     *
     * @param request what to simulate
     * @param caller who
     * @return what would have happened
     */
    @POST
    @RolesAllowed(Roles.ANALYST)
    public SimulationView simulate(@Nullable SimulationRequest request, @Context SecurityContext caller) {
        String name = request == null || request.name() == null ? Policies.DEFAULT : request.name();
        Policy policy = policies.orDefault(name);
        try {
            PolicyRequest wanted = request == null || request.policy() == null
                    ? new PolicyRequest(null, null, null, null, null, null)
                    : request.policy();
            policy = wanted.over(name, policy);
        } catch (IllegalArgumentException e) {
            throw Problems.of(400, "policy-invalid", e.getMessage() + ".");
        }
        return new SimulationView(
                policy,
                simulations.run(
                        policy,
                        request == null ? null : request.source(),
                        caller.getUserPrincipal().getName()));
    }
}
