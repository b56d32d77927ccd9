// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.settings.BreachWatchSettings;
import org.mailwarden.kit.seal.AeadSealer;
import org.mailwarden.kit.seal.SealBroken;
import org.mailwarden.kit.secret.Secret;
import org.mailwarden.kit.secret.SecretAccess;

/** Seals the keys and passwords of feeds, each bound to its feed. */
@ApplicationScoped
class FeedSecrets {

    private static final Logger LOG = Logger.getLogger(FeedSecrets.class);

    private final AeadSealer sealer;
    private final ObjectMapper json;

    FeedSecrets(BreachWatchSettings settings, ObjectMapper json) {
        this.sealer = AeadSealer.loadOrCreate(settings.keysDirectory().resolve("breach-watch.keyset"));
        this.json = json;
    }

    byte @Nullable [] seal(String feedId, Map<String, Secret> secrets) {
        if (secrets.isEmpty()) {
            return null;
        }
        Map<String, String> texts = new TreeMap<>();
        secrets.forEach((name, secret) -> texts.put(name, secret.revealString(SecretAccess.because("seal it"))));
        byte[] clear = null;
        try {
            clear = json.writeValueAsBytes(texts);
            return sealer.seal(clear, place(feedId));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A map of texts is JSON");
        } finally {
            if (clear != null) {
                Arrays.fill(clear, (byte) 0);
            }
        }
    }

    /** Opens. What does not open, because the key file is another one, counts as not set: it has to be given again. */
    Map<String, Secret> open(String feedId, byte @Nullable [] sealed) {
        if (sealed == null) {
            return Map.of();
        }
        byte[] clear;
        try {
            clear = sealer.open(sealed, place(feedId));
        } catch (SealBroken e) {
            LOG.errorf("The keys of the feed %s do not open: set them again", feedId);
            return Map.of();
        }
        try {
            return json.readValue(clear, new TypeReference<TreeMap<String, Secret>>() {});
        } catch (IOException e) {
            // Neither cause nor message: both may quote what was inside.
            throw new IllegalStateException("The sealed settings of a feed are no JSON");
        } finally {
            Arrays.fill(clear, (byte) 0);
        }
    }

    private static String place(String feedId) {
        return "feed|" + feedId;
    }
}
