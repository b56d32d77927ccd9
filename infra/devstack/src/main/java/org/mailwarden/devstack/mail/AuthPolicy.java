// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devstack.mail;

import java.net.URI;

/**
 * Who is asked before each sign-in to a Dovecot and told about it afterwards (Dovecot's auth-policy protocol), as
 * docs/operations.md sets it up. The password goes along as a SHA-256 hash with a nonce, in full length.
 *
 * @param server the address that is asked
 * @param key the key by which the server is known there
 * @param nonce the secret nonce of the hash
 */
public record AuthPolicy(URI server, String key, String nonce) {

    /**
     * Has a Dovecot ask.
     *
     * @param usual the other options
     * @return the options
     */
    public DovecotServer.Options in(DovecotServer.Options usual) {
        return usual.withMore("""
                auth_policy_server_url = %s
                auth_policy_server_api_header = X-Api-Key: %s
                auth_policy_hash_nonce = %s
                auth_policy_hash_mech = sha256
                auth_policy_hash_truncate = 0
                auth_policy_request_attributes = login=%%{requested_username} pwhash=%%{hashed_password} \
                remote=%%{rip} device_id=%%{client_id} protocol=%%s session_id=%%{session}
                auth_policy_check_before_auth = yes
                auth_policy_check_after_auth = no
                auth_policy_report_after_auth = yes
                """.formatted(server, key, nonce));
    }

    @Override
    public String toString() {
        return "AuthPolicy[" + server + "]";
    }
}
