/** Files and their names, as users write them; knows Hadoop's file systems and nothing else. */
package org.sparkbertopic.io;
