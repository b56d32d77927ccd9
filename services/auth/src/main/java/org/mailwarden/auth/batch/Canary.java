// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.batch;

import java.util.List;
import org.mailwarden.auth.Pure;
import org.mailwarden.contracts.remediation.RemediationState;

/** Decides whether the rest of a batch may run: only when the first of it were reset with proof. */
@Pure
public final class Canary {

    private static final String RULE = "The first of the batch were to be proved before the rest";
    private static final String NEXT =
            " Look into it, then release what is held, which begins with a new first wave, or discard it.";

    /** Why the rest is held, for everybody in it: whose reset it was does not concern them. */
    public static final String FOR_OTHERS = RULE + ", and one of them was not." + NEXT;

    private Canary() {}

    /**
     * One of the first.
     *
     * @param owner whose reset
     * @param state where it stands
     * @param atRest whether nothing more runs by itself
     * @param reason what the remediation says of itself; may be empty
     */
    public record Member(String owner, RemediationState state, boolean atRest, String reason) {}

    /** What the first of a batch say. */
    public sealed interface Verdict {
        /** Every one is proved. */
        record Proved() implements Verdict {}

        /** Some are still running. */
        record Running() implements Verdict {}

        /**
         * One came to a stop without a proof.
         *
         * @param owner whose reset it is
         * @param why what came of it and what to do, in plain sentences about that person
         */
        record Failed(String owner, String why) implements Verdict {}
    }

    /**
     * Judges.
     *
     * @param first the first of the batch
     * @return whether the rest may run
     */
    public static Verdict judge(List<Member> first) {
        for (Member member : first) {
            boolean failed = switch (member.state()) {
                case VERIFIED -> false;
                case FAILED, HELD, REJECTED, EXPIRED -> true;
                case PLANNED, APPROVED, STARTED, APPLIED -> member.atRest();
            };
            if (failed) {
                return new Verdict.Failed(
                        member.owner(),
                        RULE + ": the reset of " + member.owner() + " is " + member.state()
                                + (member.reason().isEmpty() ? "." : ": " + member.reason()) + NEXT);
            }
        }
        return first.stream().allMatch(member -> member.state() == RemediationState.VERIFIED)
                ? new Verdict.Proved()
                : new Verdict.Running();
    }
}
