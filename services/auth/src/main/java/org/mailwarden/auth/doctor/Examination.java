// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.doctor;

import org.mailwarden.auth.Pure;

/**
 * One thing that was looked at.
 *
 * @param code stable name for programs, in kebab case
 * @param result how it is
 * @param sentence what was found, a plain sentence
 * @param toDo what to do about it; empty when nothing
 */
@Pure
public record Examination(String code, Result result, String sentence, String toDo) {

    /** How a thing is. */
    public enum Result {
        /** As it should be. */
        OK,
        /** It works, but somebody should know. */
        WARNING,
        /** Resets would fail, or would not hold. */
        FAULT,
        /** Could not be asked, which says nothing about it. */
        NOT_CHECKED
    }

    static Examination ok(String code, String sentence) {
        return new Examination(code, Result.OK, sentence, "");
    }

    static Examination warning(String code, String sentence, String toDo) {
        return new Examination(code, Result.WARNING, sentence, toDo);
    }

    static Examination fault(String code, String sentence, String toDo) {
        return new Examination(code, Result.FAULT, sentence, toDo);
    }
}
