// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.caller;

import org.mailwarden.auth.Pure;

/**
 * Under which name somebody acts: a person's or service's own, or an API key's with the name of its owner. What is for two
 * people is decided by {@link #personBehind}: a key and its owner are one. Pure.
 */
@Pure
public final class ActingName {

    private static final String KEY = "API key ";
    /** Stands in the name of no key, so that the first one in a text ends it. */
    private static final String OF = " of ";

    private ActingName() {}

    /**
     * Whether a key may be called so.
     *
     * @param name what somebody calls a key
     * @return false when its end could not be told
     */
    public static boolean isNameOfKey(String name) {
        return !(" " + name + " ").contains(OF);
    }

    /**
     * The name under which a key acts.
     *
     * @param key what the key is called
     * @param owner user name of its owner
     * @return for instance {@code API key nightly report of anna}
     */
    public static String ofKey(String key, String owner) {
        return KEY + key + OF + owner;
    }

    /**
     * The person or service who answers for what was done.
     *
     * @param name a name under which somebody acted
     * @return the owner of a key; every other name as it is
     */
    public static String personBehind(String name) {
        int end = name.startsWith(KEY) ? name.indexOf(OF, KEY.length()) : -1;
        return end < 0 ? name : name.substring(end + OF.length());
    }
}
