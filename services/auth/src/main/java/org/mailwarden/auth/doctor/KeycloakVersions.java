// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.doctor;

import static org.mailwarden.auth.doctor.Examination.fault;
import static org.mailwarden.auth.doctor.Examination.ok;
import static org.mailwarden.auth.doctor.Examination.warning;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mailwarden.auth.Pure;

/**
 * Which versions of Keycloak are known to be unsafe. Pure: the list is the file {@code keycloak-versions.json}.
 *
 * @param tested the version that Mailwarden is tested with
 * @param holes known holes
 */
@Pure
public record KeycloakVersions(String tested, List<Hole> holes) {

    private static final Pattern VERSION = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})\\.(\\d{1,6}).*");

    /** Copies the list. */
    public KeycloakVersions {
        holes = List.copyOf(holes);
    }

    /**
     * A hole.
     *
     * @param id its public name
     * @param fixed the first version without it, of each line that was mended
     * @param refused whether it lets accounts be taken over, so that such a version is not used at all
     * @param what what can be done with it
     * @param source where it is described
     */
    public record Hole(String id, List<String> fixed, boolean refused, String what, String source) {

        /** Copies the list. */
        public Hole {
            fixed = List.copyOf(fixed);
        }
    }

    private record Number(int major, int minor, int patch) {

        static Optional<Number> of(String text) {
            Matcher found = VERSION.matcher(text);
            return found.matches()
                    ? Optional.of(new Number(
                            Integer.parseInt(found.group(1)),
                            Integer.parseInt(found.group(2)),
                            Integer.parseInt(found.group(3))))
                    : Optional.empty();
        }

        long line() {
            return major * 1_000_000L + minor;
        }
    }

    /**
     * Judges a version.
     *
     * @param version as Keycloak tells it
     * @return one sentence for each known hole, or one that there is none
     */
    public List<Examination> judge(String version) {
        Optional<Number> number = Number.of(version);
        if (number.isEmpty()) {
            return List.of(fault(
                    "keycloak-version",
                    "'" + version + "' is no version of Keycloak that can be compared",
                    "Run a released Keycloak, " + tested + " or newer."));
        }
        List<Examination> found = new ArrayList<>();
        for (Hole hole : holes) {
            if (isOpen(hole, number.get())) {
                String sentence =
                        "Keycloak " + version + " has " + hole.id() + ": " + hole.what() + " (" + hole.source() + ")";
                String toDo = "Update Keycloak to " + String.join(" or ", hole.fixed()) + ", or newer.";
                found.add(
                        hole.refused()
                                ? fault("keycloak-version", sentence, toDo)
                                : warning("keycloak-version", sentence, toDo));
            }
        }
        return found.isEmpty()
                ? List.of(ok("keycloak-version", "Keycloak " + version + " has no hole that is known here"))
                : found;
    }

    /** A line without a fix of its own is open when it is older than the newest line that was mended. */
    private static boolean isOpen(Hole hole, Number version) {
        List<Number> fixed =
                hole.fixed().stream().map(text -> Number.of(text).orElseThrow()).toList();
        Optional<Number> own = fixed.stream()
                .filter(candidate -> candidate.line() == version.line())
                .findFirst();
        return own.isPresent()
                ? version.patch() < own.get().patch()
                : fixed.stream().mapToLong(Number::line).max().orElse(0) > version.line();
    }
}
