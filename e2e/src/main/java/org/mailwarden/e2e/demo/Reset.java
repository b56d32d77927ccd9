// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.e2e.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.mailwarden.e2e.organisation.Person;
import org.mailwarden.e2e.organisation.Plant;
import org.mailwarden.e2e.outside.KeycloakPeople.Tokens;

/** Keycloak forces the reset: no door that was open with the old password stays open. */
final class Reset implements Chapter {

    @Override
    public String title() {
        return "Keycloak forces the resets";
    }

    @Override
    public void tell(World world) {
        List<Person> due = world.people(Plant::reset);
        List<Person> held = world.people(plant -> plant == Plant.PWNED_PROTECTED);
        world.await("proof of every reset", () -> {
            List<JsonNode> remediations = world.remediations();
            long verified = count(remediations, "VERIFIED");
            world.terminal.progress("resets proven", verified, due.size());
            if (count(remediations, "FAILED") > 0) {
                throw new IllegalStateException("a remediation failed: " + reason(remediations));
            }
            return verified >= due.size() && count(remediations, "HELD") >= held.size();
        });
        Map<String, Object> evidence = new LinkedHashMap<>();
        world.promises.check("reset-forced", evidence, () -> forced(world, due, evidence));
    }

    private static boolean forced(World world, List<Person> due, Map<String, Object> evidence) {
        List<String> open = new ArrayList<>();
        for (Person person : due) {
            List<Tokens> tokens = world.tokens.getOrDefault(person.username(), List.of());
            if (tokens.size() != 2) {
                open.add(person.username() + ": nothing to try");
                continue;
            }
            if (world.keycloak.refresh(tokens.get(0))) {
                open.add(person.username() + ": refresh token");
            }
            if (world.keycloak.refresh(tokens.get(1))) {
                open.add(person.username() + ": offline token");
            }
            if (world.keycloak.signIn(person, person.password(), "", false).isPresent()
                    || world.keycloak.credentials(person).contains("password")) {
                open.add(person.username() + ": old password");
            }
            List<String> waiting = new ArrayList<>();
            world.keycloak.user(person).path("requiredActions").forEach(action -> waiting.add(action.asText()));
            if (!waiting.containsAll(List.of("UPDATE_PASSWORD", "CONFIGURE_TOTP"))) {
                open.add(person.username() + ": required actions " + waiting);
            }
        }
        evidence.put("people", due.size());
        evidence.put("tried each", "old password, refresh token, offline token, required actions");
        evidence.put("doors open", open.isEmpty() ? "none" : open);
        evidence.put("what auth proved, and of how many", proved(world.remediations()));
        return open.isEmpty();
    }

    /** Check to the number of resets in whose proof it holds: Keycloak's side, and the mail server's where it was asked. */
    private static Map<String, Integer> proved(List<JsonNode> remediations) {
        Map<String, Integer> proved = new TreeMap<>();
        for (JsonNode remediation : remediations) {
            for (JsonNode entry : remediation.path("evidence")) {
                if (entry.path("outcome").asText().equals("HOLDS")) {
                    proved.merge(entry.path("check").asText(), 1, Integer::sum);
                }
            }
        }
        return proved;
    }

    static long count(List<JsonNode> remediations, String state) {
        return remediations.stream()
                .filter(remediation -> remediation.path("state").asText().equals(state))
                .count();
    }

    private static String reason(List<JsonNode> remediations) {
        return remediations.stream()
                .filter(remediation -> remediation.path("state").asText().equals("FAILED"))
                .map(remediation -> remediation.path("owner").asText() + ": "
                        + remediation.path("reason").asText())
                .findFirst()
                .orElse("");
    }
}
