// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devstack.launcher;

/** What a component of the stack does. */
public enum ComponentState {
    /** It runs. */
    RUNNING,
    /** It was stopped, or ended by itself. */
    STOPPED,
    /** It was not built, or not asked for. */
    ABSENT
}
