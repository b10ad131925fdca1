/** What a loaded part may reach outside of its model: hosts, keys, paths. */
package org.sparkbertopic.pipeline.permission;
