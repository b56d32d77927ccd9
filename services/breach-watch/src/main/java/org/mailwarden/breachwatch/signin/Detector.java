// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.signin;

import org.mailwarden.contracts.finding.FindingKind;

/** Looks for one kind of thing. Pure: the same evidence gives the same judgement. */
interface Detector {

    /** What it looks for. */
    FindingKind kind();

    /** Judges an attempt. */
    Judgement judge(Evidence evidence);
}
