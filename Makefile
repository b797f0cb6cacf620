# make run          install what is missing, build, simulate a line (MODEL=... for another one)
# make test         install what is missing, build, run the tests
# make viewer       install what the viewer needs, build it, say how to start it
# make test-extras  the same, and run the viewer's tests
# make gallery      remake the pictures of docs/
# make bench        build with the benchmarks and print their table
MODEL ?= models/hot-stamped-pillar.yaml
CTEST := ctest --output-on-failure

.PHONY: run test viewer gallery test-extras bench dev tsan format tidy fuzz clean packages

run: build/release/linetwin-built
	./build/release/linetwin run $(MODEL)

test: build/release/linetwin-built
	cd build/release && $(CTEST) -LE extras

viewer:
	@./scripts/install-packages.sh build viewer
	@cmake --preset release -DLINETWIN_BUILD_VIEWER=ON >/dev/null
	@cmake --build build/release --target linetwin-viewer
	@echo "Start it with: ./build/release/linetwin-viewer $(MODEL)"

gallery: viewer
	./scripts/gallery.sh

test-extras:
	@./scripts/install-packages.sh build viewer extras
	@cmake --preset release -DLINETWIN_BUILD_VIEWER=ON >/dev/null
	@cmake --build build/release --target linetwin-viewer linetwin_viewer_tests
	cd build/release && $(CTEST) -L extras

packages:
	@./scripts/install-packages.sh build

# always asked: ninja knows what is out of date
.PHONY: build/release/linetwin-built
build/release/linetwin-built: packages
	@cmake --preset release >/dev/null
	@cmake --build build/release

dev tsan: packages
	@cmake --preset $@ >/dev/null
	@cmake --build build/$@
	cd build/$@ && $(CTEST)

bench:
	@./scripts/install-packages.sh build bench
	@cmake --preset bench >/dev/null
	@cmake --build build/bench
	@./benchmarks/run.py build/bench/linetwin_bench

format:
	@./scripts/install-packages.sh tools
	git ls-files '*.cpp' '*.hpp' | xargs clang-format -i

tidy: packages
	@./scripts/install-packages.sh tools
	@cmake --preset release -DCMAKE_EXPORT_COMPILE_COMMANDS=ON >/dev/null
	git ls-files 'engine/*.cpp' | xargs -P 2 -n 4 clang-tidy -quiet -p build/release

fuzz: packages
	@./scripts/install-packages.sh tools
	@cmake -S . -B build/fuzz -G Ninja -DCMAKE_CXX_COMPILER=clang++ -DLINETWIN_BUILD_FUZZERS=ON \
	  -DLINETWIN_BUILD_TESTS=OFF -DLINETWIN_SANITIZE=address,undefined,fuzzer-no-link -DCMAKE_BUILD_TYPE=RelWithDebInfo >/dev/null
	@cmake --build build/fuzz
	mkdir -p build/fuzz/found
	cd build/fuzz && ./fuzz_model -max_len=65536 -timeout=2 -dict=../../tests/fuzz/model.dict \
	  -max_total_time=$(or $(SECONDS),600) found ../../tests/fuzz/corpus

clean:
	rm -rf build
