// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.livecheck;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;

/** {@link RetiredCheck} over auth's REST. Safe for many threads. */
@ApplicationScoped
public class AuthRetiredCheck implements RetiredCheck {

    /** Well below the two seconds after which Dovecot answers by itself. */
    private static final Duration LIMIT = Duration.ofMillis(500);

    private static final Duration AT_LEISURE = Duration.ofSeconds(10);

    private final ObjectMapper json;
    private final AuthCalls auth;

    AuthRetiredCheck(ObjectMapper json, AuthCalls auth) {
        this.json = json;
        this.auth = auth;
    }

    @Override
    public Answer ask(String user, String policyHash) {
        return ask(user, policyHash, LIMIT);
    }

    @Override
    public Answer askAtLeisure(String user, String policyHash) {
        return ask(user, policyHash, AT_LEISURE);
    }

    private Answer ask(String user, String policyHash, Duration limit) {
        try {
            byte[] question = json.writeValueAsBytes(
                    json.createObjectNode().put("user", user).put("policyHash", policyHash));
            if (!(auth.post("/api/v1/retired-passwords/recognise", question, limit)
                            instanceof AuthCalls.Reply.Answered(int status, byte[] body))
                    || status != 200) {
                return Answer.COULD_NOT_ASK;
            }
            JsonNode retired = json.readTree(body).path("retired");
            return !retired.isBoolean()
                    ? Answer.COULD_NOT_ASK
                    : retired.asBoolean() ? Answer.RETIRED : Answer.NOT_RETIRED;
        } catch (IOException e) {
            return Answer.COULD_NOT_ASK;
        }
    }
}
