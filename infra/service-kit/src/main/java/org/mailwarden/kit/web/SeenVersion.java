// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.kit.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What a caller has seen of something that it wants to write, as the headers If-Match and If-None-Match say it (RFC 9110,
 * section 13.1). Whoever says so overwrites nothing unseen that another wrote meanwhile.
 *
 * @param ifMatch the tags of versions that may be overwritten, * for any; absent when nothing is said
 * @param ifNoneMatch * when there may be none yet; absent when nothing is said
 */
public record SeenVersion(
        @Nullable String ifMatch, @Nullable String ifNoneMatch) {

    /** Of a caller who says nothing, and overwrites whatever there is. */
    public static final SeenVersion UNSAID = new SeenVersion(null, null);

    private static final String ANY = "*";
    private static final int TAG_BYTES = 16;

    /**
     * Makes the tag of a version.
     *
     * @param content everything that can be written
     * @return what stands between the quotes of ETag: 32 characters, others for another content
     */
    public static String tag(String content) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, TAG_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /**
     * Refuses to overwrite what was not seen. Call it in the transaction that writes, behind a lock.
     *
     * @param what is to be written, as a sentence calls it
     * @param tag of the version that there is; absent when there is none
     * @param changedAt when that was written; absent when it is not known
     * @throws io.quarkiverse.resteasy.problem.HttpProblem 412 when it is not what was seen
     */
    public void require(String what, @Nullable String tag, @Nullable Instant changedAt) {
        boolean isSeen = ifMatch == null || tag != null && names(ifMatch, tag);
        boolean isFree = ifNoneMatch == null || tag == null || !names(ifNoneMatch, tag);
        if (!isSeen || !isFree) {
            throw Problems.of(
                    412,
                    "changed-since-shown",
                    "Somebody else " + (tag == null ? "removed " : "changed ") + what
                            + (changedAt == null ? "" : " at " + changedAt.truncatedTo(ChronoUnit.SECONDS))
                            + ", and nothing of yours was written. Look at theirs, then save yours again.");
        }
    }

    /** A proxy that compresses makes a weak tag of ours; it still names the same content. */
    private static boolean names(String header, String tag) {
        return Arrays.stream(header.split(","))
                .map(String::strip)
                .map(named -> named.startsWith("W/") ? named.substring(2) : named)
                .anyMatch(named -> named.equals(ANY) || named.equals("\"" + tag + "\""));
    }
}
