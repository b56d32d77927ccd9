// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.livecheck;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.mailwarden.kit.secret.Secret;
import org.mailwarden.kit.secret.SecretAccess;

/** {@link LiveCheck} over auth's REST. Safe for many threads. */
@ApplicationScoped
public class AuthLiveCheck implements LiveCheck {

    /** Twenty hash checks take about two seconds of a core. */
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final ObjectMapper json;
    private final AuthCalls auth;

    AuthLiveCheck(ObjectMapper json, AuthCalls auth) {
        this.json = json;
        this.auth = auth;
    }

    @Override
    public Answer ask(String owner, List<Secret> candidates) {
        return switch (auth.post("/api/v1/live-checks", question(owner, candidates), LIMIT)) {
            case AuthCalls.Reply.NotAsked(String why) -> new Answer.Unavailable(why);
            case AuthCalls.Reply.Answered(int status, byte[] body) ->
                switch (status) {
                    case 200 -> read(body, candidates.size());
                    case 404, 409 -> new Answer.NotCheckable();
                    case 429 -> new Answer.Busy();
                    default -> new Answer.Unavailable("auth answered " + status);
                };
        };
    }

    private Answer read(byte[] body, int asked) {
        List<Boolean> matches = new ArrayList<>();
        JsonNode answer;
        try {
            answer = json.readTree(body);
        } catch (IOException e) {
            return new Answer.Unavailable("auth answered something that is no live check");
        }
        answer.path("matches").forEach(match -> matches.add(match.asBoolean()));
        JsonNode version = answer.path("credentialVersion");
        return matches.size() == asked
                ? new Answer.Checked(matches, version.isIntegralNumber() ? version.longValue() : null)
                : new Answer.Unavailable("auth answered something that is no live check");
    }

    private byte[] question(String owner, List<Secret> candidates) {
        ObjectNode question = json.createObjectNode().put("owner", owner);
        SecretAccess access = SecretAccess.because("ask Keycloak's own hash check");
        candidates.forEach(candidate -> question.withArray("candidates").add(candidate.revealString(access)));
        try {
            return json.writeValueAsBytes(question);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Texts can always be written as JSON", e);
        }
    }
}
