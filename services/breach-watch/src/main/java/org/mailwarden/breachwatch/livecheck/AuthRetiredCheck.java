// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.livecheck;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** {@link RetiredCheck} over auth's REST. Safe for many threads. */
@ApplicationScoped
public class AuthRetiredCheck implements RetiredCheck {

    private final ObjectMapper json;
    private final AuthCalls auth;

    AuthRetiredCheck(ObjectMapper json, AuthCalls auth) {
        this.json = json;
        this.auth = auth;
    }

    @Override
    public Answer ask(String user, String policyHash, Duration limit) {
        try {
            byte[] question = json.writeValueAsBytes(
                    json.createObjectNode().put("user", user).put("policyHash", policyHash));
            if (!(auth.post("/api/v1/retired-passwords/recognise", question, limit)
                            instanceof AuthCalls.Reply.Answered(int status, byte[] body))
                    || status != 200) {
                return new Answer.CouldNotAsk();
            }
            JsonNode answer = json.readTree(body);
            JsonNode retired = answer.path("retired");
            if (!retired.isBoolean()) {
                return new Answer.CouldNotAsk();
            }
            return retired.asBoolean() ? new Answer.Retired(accounts(answer)) : new Answer.NotRetired();
        } catch (IOException | IllegalArgumentException e) {
            return new Answer.CouldNotAsk();
        }
    }

    private static List<UUID> accounts(JsonNode answer) {
        List<UUID> accounts = new ArrayList<>();
        answer.path("accountIds").forEach(id -> accounts.add(UUID.fromString(id.asText())));
        return accounts;
    }
}
