#!/bin/sh
# Remakes the pictures of docs/ (make gallery). With names, only those: scripts/gallery.sh rework-loop
set -eu
cd "$(dirname "$0")/.."
viewer=${VIEWER:-build/release/linetwin-viewer}
folder=docs/pictures
mkdir -p "$folder"

# picture FILE MODEL OPTIONS...
wanted=" $* "
picture() {
  name=$1
  model=$2
  shift 2
  case "$wanted" in
    "  " | *" $name "*) LC_ALL=C "$viewer" "models/$model.yaml" --screenshot "$folder/$name.png" "$@" ;;
  esac
}

# every model once, under its name
picture two-machines two-machines --at 2h --chart levels --size 1000x560
picture serial-ten serial-ten --at 6h --chart gantt --size 1200x720
picture rework-loop rework-loop --at 40h --chart curves --size 1000x640
picture machine-shop machine-shop --at 60h --chart table --size 1200x640
picture hot-stamped-pillar hot-stamped-pillar --at 6h --chart gantt --size 1200x640
picture hot-stamped-pillar-three-lasers hot-stamped-pillar-three-lasers --at 6h --chart differences --size 1280x560 \
  --compare models/hot-stamped-pillar.yaml
picture hot-stamped-pillar-shifts hot-stamped-pillar-shifts --at 26h --chart gantt --size 1200x640
picture electronics-line electronics-line --at 6h --chart losses --size 1280x720
picture kitting-cell-line kitting-cell-line --at 9h --chart none --size 1200x560
picture kitting-cell-u kitting-cell-u --at 9h --look heat --chart none --size 1200x640
picture ship-panel-line ship-panel-line --at 400h --chart gantt --size 1280x720
picture ship-panel-line-crane ship-panel-line-crane --at 898h --chart none --size 1280x720
picture solvent-blending solvent-blending --at 300h --chart levels --size 1200x720

# of other things than models
picture heat hot-stamped-pillar --at 6h --look heat --chart losses --size 1200x640
picture korean hot-stamped-pillar --at 6h --chart gantt --size 1200x640 --lang ko
