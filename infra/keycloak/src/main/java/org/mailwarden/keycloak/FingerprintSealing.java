// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.keycloak;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.crypto.tink.HybridEncrypt;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.hybrid.HybridConfig;
import com.nulabinc.zxcvbn.Zxcvbn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSessionFactory;

/**
 * Seals the fingerprint of a password to breach-watch's public key and hands it to auth, which publishes it: auth knows which
 * accounts a person owns, and cannot read what it passes on. Used by one thread.
 */
final class FingerprintSealing {

    private static final Logger LOG = Logger.getLogger(FingerprintSealing.class);
    /** An account may be given to a person later on. */
    private static final Duration ASK_AGAIN = Duration.ofMinutes(10);

    private static final int MOST_REMEMBERED = 20_000;
    /** zxcvbn takes seconds for 1,000 characters; past 100 the score says nothing more. */
    private static final int STRENGTH_CHARACTERS = 100;

    private final @Nullable AuthGateway auth;
    private final @Nullable Path publicKeyset;
    private final Clock clock;
    private final ObjectMapper json = new ObjectMapper();
    private final Zxcvbn zxcvbn = new Zxcvbn();
    private final Map<String, Instant> settled = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    /**
     * Says where to.
     *
     * @param auth absent switches sealing off
     * @param publicKeyset file with breach-watch's public key; absent switches sealing off
     * @param clock tells the time
     */
    FingerprintSealing(@Nullable AuthGateway auth, @Nullable Path publicKeyset, Clock clock) {
        this.auth = auth;
        this.publicKeyset = publicKeyset;
        this.clock = clock;
    }

    /**
     * Seals, when auth wants it. What fails is tried again at the person's next sign-in.
     *
     * @param factory signs our token
     * @param seen the password
     */
    void seal(KeycloakSessionFactory factory, PasswordSeen seen) {
        Instant before = settled.get(seen.key());
        if (auth == null
                || publicKeyset == null
                || before != null && before.isAfter(clock.instant().minus(ASK_AGAIN))) {
            return;
        }
        try {
            String token = ProviderToken.of(factory, seen.realmId(), seen.issuer());
            JsonNode wanted = auth.post(
                    "/api/v1/credentials/wanted",
                    Map.of("owner", seen.username(), "credentialVersion", seen.createdMillis()),
                    token);
            for (JsonNode account : wanted.path("accounts")) {
                UUID accountId = UUID.fromString(account.path("accountId").asText());
                auth.post("/api/v1/credentials", envelope(accountId, seen), token);
            }
            settled.put(seen.key(), clock.instant());
        } catch (IOException | GeneralSecurityException e) {
            // Only its kind: a message may quote what was sent.
            LOG.infof("The fingerprint of user %s is not sealed yet: %s", seen.userId(), AuthGateway.kind(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Map<String, Object> envelope(UUID accountId, PasswordSeen seen)
            throws IOException, GeneralSecurityException {
        byte[] clear = fingerprint(seen);
        try {
            String place = "credential.sealed|" + accountId + "|" + seen.createdMillis();
            byte[] sealed = sealer().encrypt(clear, place.getBytes(StandardCharsets.UTF_8));
            return Map.of(
                    "accountId", accountId,
                    "owner", seen.username(),
                    "credentialVersion", seen.createdMillis(),
                    "envelope", Base64.getEncoder().encodeToString(sealed));
        } finally {
            Arrays.fill(clear, (byte) 0);
        }
    }

    private byte[] fingerprint(PasswordSeen seen) throws JsonProcessingException {
        String password = seen.password();
        int length = password.codePointCount(0, password.length());
        return json.writeValueAsBytes(Map.of(
                "sha1", RangeClient.sha1(password),
                "strength",
                        zxcvbn.measure(
                                        password.substring(0, Math.min(password.length(), STRENGTH_CHARACTERS)),
                                        names(seen))
                                .getScore(),
                "lengthBucket", length < 8 ? "<8" : length < 12 ? "8-11" : length < 16 ? "12-15" : "16+",
                "credentialVersion", seen.createdMillis()));
    }

    /** What stands in a name or an address is the first thing to be guessed. */
    private static List<String> names(PasswordSeen seen) {
        return Stream.of(seen.username(), seen.email() == null ? "" : seen.email())
                .flatMap(name -> Stream.concat(Stream.of(name), Stream.of(name.split("[^\\p{L}\\p{N}]+"))))
                .map(name -> name.toLowerCase(Locale.ROOT))
                .filter(name -> name.length() > 2 && name.length() <= STRENGTH_CHARACTERS)
                .distinct()
                .toList();
    }

    private HybridEncrypt sealer() throws IOException, GeneralSecurityException {
        HybridConfig.register();
        return TinkJsonProtoKeysetFormat.parseKeysetWithoutSecret(Files.readString(publicKeyset))
                .getPrimitive(RegistryConfiguration.get(), HybridEncrypt.class);
    }
}
