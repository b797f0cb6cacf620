// What the runner of many cases costs, and how it uses two threads.
#pragma once

void register_batch();
